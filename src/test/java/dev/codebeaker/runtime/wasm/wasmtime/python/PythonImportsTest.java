package dev.codebeaker.runtime.wasm.wasmtime.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PythonImportsTest {
  @Test
  void everyWayToImportIsSeen() {
    assertThat(
            PythonImports.of(
                """
                import os, pandas as pd
                import matplotlib.pyplot as plt; import numpy
                if True: import scipy
                    from sklearn.linear_model import LinearRegression
                # import never
                """))
        .containsExactlyInAnyOrder("os", "pandas", "matplotlib", "numpy", "scipy", "sklearn");
  }

  @Test
  void whatOnlyLooksLikeOneIsNot() {
    assertThat(PythonImports.of("x = 'pandas'\nimportant = 1\nfromage = 2")).isEmpty();
  }
}
