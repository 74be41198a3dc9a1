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
 * @param languages what it treats
 * @param fileName what the source text is called where it must be a file, and in tracebacks
 * @param run its argument list; {@code {file}} stands for the path of the source inside the sandbox
 * @param options what only its mechanism understands
 */
public record Toolchain(
    String name,
    String mechanism,
    List<Language> languages,
    String fileName,
    List<String> run,
    Map<String, String> options) {
  public Toolchain {
    languages = List.copyOf(languages);
    run = List.copyOf(run);
    options = Map.copyOf(options);
  }
}
