package dev.codebeaker.runtime.wasm.wasmtime.python;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What code imports, as far as its text shows: a guess that only saves time where it is right. */
final class PythonImports {
  /** Imports stand at the top. */
  private static final int LOOKED_AT = 16_384;

  private static final Pattern STATEMENT =
      Pattern.compile("(?m)(?:^|[;:])[ \\t]*(?:import[ \\t]+([^\\n;#]+)|from[ \\t]+(\\w+))");

  private PythonImports() {}

  /** The names of top-level modules. */
  static Set<String> of(String code) {
    Set<String> modules = new HashSet<>();
    String top = code.substring(0, Math.min(code.length(), LOOKED_AT));
    Matcher statements = STATEMENT.matcher(top);
    while (statements.find()) {
      String names = statements.group(1);
      if (names == null) {
        modules.add(statements.group(2));
      } else {
        for (String name : names.split(",", -1)) {
          modules.add(name.strip().split("[.\\s]", 2)[0]);
        }
      }
    }
    return modules;
  }
}
