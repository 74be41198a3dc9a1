package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.javascript.Json;
import dev.codebeaker.runtime.wasm.javascript.ProgramFiles;
import dev.codebeaker.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds what programs import: modules of the prelude, and files of the workspace. */
final class ModuleLoader {
  private static final List<String> ENDINGS =
      List.of("", ".ts", ".js", ".mjs", ".json", "/index.ts", "/index.js");

  private final ProgramFiles files;
  private final Places places;
  private final TypeScript types;
  private final Function<String, Optional<String>> builtins;

  ModuleLoader(
      ProgramFiles files,
      Places places,
      TypeScript types,
      Function<String, Optional<String>> builtins) {
    this.files = files;
    this.places = places;
    this.types = types;
    this.builtins = builtins;
  }

  /**
   * The full name of what a module names.
   *
   * @param importer the full name of that module; one that is no path is in the workspace's root
   */
  Optional<String> resolve(String importer, String specifier) {
    if (!specifier.startsWith(".") && !specifier.startsWith("/")) {
      return Optional.of(specifier);
    }
    int cut = importer.startsWith(WorkspacePath.MOUNT + "/") ? importer.lastIndexOf('/') : -1;
    String folder = cut < 0 ? WorkspacePath.MOUNT : importer.substring(0, cut);
    String path = specifier.startsWith("/") ? specifier : folder + "/" + specifier;
    return candidates(path)
        .flatMap(candidate -> parsed(candidate).stream())
        .filter(files::isFile)
        .map(WorkspacePath::mounted)
        .findFirst();
  }

  /** TypeScript programs import the JavaScript file that their module would be compiled to. */
  private static Stream<String> candidates(String path) {
    Stream<String> plain = ENDINGS.stream().map(ending -> path + ending);
    return path.endsWith(".js")
        ? Stream.concat(plain, Stream.of(path.substring(0, path.length() - 2) + "ts"))
        : plain;
  }

  private static Optional<WorkspacePath> parsed(String path) {
    try {
      return Optional.of(WorkspacePath.parse(path));
    } catch (ServiceException e) {
      return Optional.empty();
    }
  }

  /** The JavaScript of a module by its full name. */
  Optional<String> source(String name) {
    if (!name.startsWith("/")) {
      return builtins.apply(name);
    }
    return parsed(name)
        .flatMap(files::source)
        .flatMap(bytes -> asJavaScript(name, new String(bytes, StandardCharsets.UTF_8)));
  }

  private Optional<String> asJavaScript(String name, String text) {
    if (name.endsWith(".json")) {
      return Optional.of("export default " + text.strip() + ";");
    }
    if (!name.endsWith(".ts") && !name.endsWith(".mts")) {
      return Optional.of(text);
    }
    return switch (types.strip(name, text)) {
      case TypeScript.Stripped.JavaScript(String script) -> {
        places.add(name, new SourceMap(text, script));
        yield Optional.of(script);
      }
      case TypeScript.Stripped.Wrong wrong ->
          Optional.of("throw new SyntaxError(" + Json.string(wrong.shown(name)) + ");");
    };
  }
}
