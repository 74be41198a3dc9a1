package dev.codebeaker.runtime;

import dev.codebeaker.execution.Language;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The toolchains, by name: an entry here is all it takes to add a language. */
@ConfigMapping(prefix = "codebeaker.toolchains")
public interface ToolchainConfig {
  @WithParentName
  Map<String, Entry> entries();

  /** How one engine treats one or more languages. */
  interface Entry {
    /** Which mechanism runs it: {@code wasm} or {@code process}. */
    String mechanism();

    /**
     * The runtime it belongs to. Default: for {@code process} one of the toolchain's own name, else
     * the mechanism's.
     */
    Optional<String> runtime();

    /** The languages it treats. */
    List<String> languages();

    /** What the source text is called where it must be a file, and in tracebacks. */
    @WithDefault("main")
    String fileName();

    /** The same for single languages, where they differ. */
    Map<String, String> fileNames();

    /**
     * The argument list of what is run once, before the first compilation, for a compiler that is
     * slow without it. {@code {prepared}} stands for the directory it fills; each compilation finds
     * that at {@code {prepared}}, in its argument list and its environment, and can not change it.
     */
    Optional<List<String>> prepare();

    /**
     * The argument list of the step before, for a language that has one; {@code {file}} stands for
     * the source and {@code {output}} for what is made of it. The first word of this, of {@code
     * run} and of {@code version} is looked up in {@code codebeaker.process.path}.
     */
    Optional<List<String>> compile();

    /** The argument list that tells its version. Default: its tool with {@code --version}. */
    Optional<List<String>> version();

    /** What its steps find in their environment. */
    Map<String, String> environment();

    /** Its argument list; {@code {file}} stands for the path of the source inside the sandbox. */
    @WithDefault("{file}")
    List<String> run();

    /**
     * What only its mechanism understands: {@code guest} and {@code module} for {@code wasm}; for
     * {@code process} {@code agent} ({@code python}, {@code javascript} or {@code bun}) and {@code
     * agent-command}, which starts the interpreter as one, and in which {@code {agent}}, {@code
     * {agents}}, {@code {main}}, {@code {workspace}} and {@code {scratch}} stand for paths inside
     * the jail, and {@code agent-ahead}, modules it loads where it is started before it is needed.
     */
    Map<String, String> options();
  }

  /** The toolchains of one mechanism, by name. */
  default List<Toolchain> of(String mechanism) {
    return entries().entrySet().stream()
        .filter(entry -> entry.getValue().mechanism().equals(mechanism))
        .map(entry -> toolchain(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(Toolchain::name))
        .toList();
  }

  private static Toolchain toolchain(String name, Entry entry) {
    return new Toolchain(
        name,
        entry.mechanism(),
        entry.runtime().orElse(entry.mechanism().equals("process") ? name : entry.mechanism()),
        entry.languages().stream().map(Language::new).toList(),
        entry.fileName(),
        entry.fileNames().entrySet().stream()
            .collect(Collectors.toMap(file -> new Language(file.getKey()), Map.Entry::getValue)),
        entry.prepare().orElse(List.of()),
        entry.compile().orElse(List.of()),
        entry.run(),
        entry.version().orElse(List.of()),
        entry.environment(),
        entry.options());
  }
}
