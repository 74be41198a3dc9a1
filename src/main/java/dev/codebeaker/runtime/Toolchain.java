package dev.codebeaker.runtime;

import dev.codebeaker.execution.Language;
import java.util.List;
import java.util.Map;

/**
 * How one engine treats one or more languages. Data, from configuration under {@code
 * codebeaker.toolchains.<name>}: a language is added without Java.
 *
 * @param name of the toolchain: {@code cpython}, {@code quickjs} …
 * @param mechanism which mechanism runs it: {@code wasm}, {@code process}
 * @param runtime the runtime it belongs to
 * @param languages what it treats
 * @param fileName what the source text is called where it must be a file, and in tracebacks
 * @param fileNames the same for single languages, where they differ
 * @param compile the argument list of the step before, for a language that has one; {@code
 *     {output}} stands for the path of what it makes
 * @param run its argument list; {@code {file}} stands for the path of the source inside the sandbox
 * @param version the argument list that tells its version
 * @param environment what its steps find in their environment
 * @param options what only its mechanism understands
 */
public record Toolchain(
    String name,
    String mechanism,
    String runtime,
    List<Language> languages,
    String fileName,
    Map<Language, String> fileNames,
    List<String> compile,
    List<String> run,
    List<String> version,
    Map<String, String> environment,
    Map<String, String> options) {
  public Toolchain {
    languages = List.copyOf(languages);
    fileNames = Map.copyOf(fileNames);
    compile = List.copyOf(compile);
    run = List.copyOf(run);
    version = List.copyOf(version);
    environment = Map.copyOf(environment);
    options = Map.copyOf(options);
  }

  /** One that is interpreted inside its mechanism. */
  public Toolchain(
      String name,
      String mechanism,
      List<Language> languages,
      String fileName,
      List<String> run,
      Map<String, String> options) {
    this(
        name, mechanism, mechanism, languages, fileName, Map.of(), List.of(), run, List.of(),
        Map.of(), options);
  }

  /** What the source text of a language is called. */
  public String fileName(Language language) {
    return fileNames.getOrDefault(language, fileName);
  }
}
