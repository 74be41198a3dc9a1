package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceMapTest {
  @Test
  void placesLeadBackThroughWhatWasDropped() {
    String typescript =
        "interface A {\n"
            + "  a: number\n"
            + "}\n"
            + "// note\n"
            + "const x: A = {\n"
            + "  a: 1 };\n"
            + "throw new Error('x' as string)";
    String printed = "const x = { a: 1 };\nthrow new Error(\"x\");\n";
    SourceMap map = new SourceMap(typescript, printed);
    assertThat(map.origin(new Place(2, 7))).isEqualTo(new Place(7, 7));
    assertThat(map.origin(new Place(1, 13))).isEqualTo(new Place(6, 3));
  }
}
