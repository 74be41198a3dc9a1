package dev.codebeaker.runtime;

import dev.codebeaker.execution.Language;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
 * @param prepare the argument list of what is run once, before anything is compiled; {@code
 *     {prepared}} stands for the directory it fills, here, in {@code compile} and in {@code
 *     environment}
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
    List<String> prepare,
    List<String> compile,
    List<String> run,
    List<String> version,
    Map<String, String> environment,
    Map<String, String> options) {
  private static final String PREPARED = "{prepared}";
  private static final String IMAGE = "image";

  public Toolchain {
    languages = List.copyOf(languages);
    fileNames = Map.copyOf(fileNames);
    prepare = List.copyOf(prepare);
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
        name, mechanism, mechanism, languages, fileName, Map.of(), List.of(), List.of(), run,
        List.of(), Map.of(), options);
  }

  /** The same, when it is known where inside the sandbox the prepared directory is. */
  public Toolchain preparedAt(String path) {
    return new Toolchain(
        name,
        mechanism,
        runtime,
        languages,
        fileName,
        fileNames,
        prepare.stream().map(word -> word.replace(PREPARED, path)).toList(),
        compile.stream().map(word -> word.replace(PREPARED, path)).toList(),
        run,
        version,
        environment.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, it -> it.getValue().replace(PREPARED, path))),
        options);
  }

  /** What its programs find in their environment: nothing of what is there for compiling only. */
  public Map<String, String> programEnvironment() {
    return environment.entrySet().stream()
        .filter(variable -> !variable.getValue().contains(PREPARED))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The image that holds its tools, where it is in containers. */
  public Optional<String> image() {
    return Optional.ofNullable(options.get(IMAGE));
  }

  /** The same toolchain in another runtime. */
  public Toolchain in(String otherMechanism, String otherRuntime, String image) {
    Map<String, String> all = new HashMap<>(options);
    all.put(IMAGE, image);
    return new Toolchain(
        name,
        otherMechanism,
        otherRuntime,
        languages,
        fileName,
        fileNames,
        prepare,
        compile,
        run,
        version,
        environment,
        all);
  }

  /** What the source text of a language is called. */
  public String fileName(Language language) {
    return fileNames.getOrDefault(language, fileName);
  }
}
