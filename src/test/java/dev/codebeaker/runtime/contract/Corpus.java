package dev.codebeaker.runtime.contract;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** The same programs in every language, and what each must come to. */
public final class Corpus {
  private static final Path ROOT = Path.of("src/test/resources/corpus");
  private static final Map<String, String> SUFFIXES =
      Map.ofEntries(
          Map.entry("python", "py"),
          Map.entry("javascript", "js"),
          Map.entry("typescript", "ts"),
          Map.entry("rust", "rs"),
          Map.entry("ruby", "rb"),
          Map.entry("perl", "pl"),
          Map.entry("bash", "sh"),
          Map.entry("kotlin", "kt"),
          Map.entry("clojure", "clj"),
          Map.entry("csharp", "cs"),
          Map.entry("fsharp", "fs"),
          Map.entry("vbnet", "vb"));

  /** What is sent as base64, because it is no text. */
  private static final Set<String> BINARY = Set.of("wasm", "executable");

  private Corpus() {}

  public static List<Case> cases() {
    try (Stream<Path> directories = Files.list(ROOT)) {
      return directories.sorted().map(Case::load).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Case named(String name) {
    return Case.load(ROOT.resolve(name));
  }

  /** One program in every language that has it. */
  public record Case(Path directory, Properties properties) {
    static Case load(Path directory) {
      Properties properties = new Properties();
      try (var reader = Files.newBufferedReader(directory.resolve("case.properties"))) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Case(directory, properties);
    }

    public String name() {
      return directory.getFileName().toString();
    }

    public boolean isIn(Language language) {
      return Files.exists(source(language));
    }

    private Path source(Language language) {
      return directory.resolve("main." + SUFFIXES.getOrDefault(language.id(), language.id()));
    }

    /** What is expected, in this language if that differs from the others. */
    public Optional<String> expected(Language language, String key) {
      return Optional.ofNullable(
          properties.getProperty(language.id() + "." + key, properties.getProperty(key)));
    }

    public Optional<Feature> needs() {
      return Optional.ofNullable(properties.getProperty("needs")).map(Feature::valueOf);
    }

    /**
     * How a runtime has to confine for the program to come to what is expected, if that matters.
     */
    public Optional<String> isolation() {
      return Optional.ofNullable(properties.getProperty("isolation"));
    }

    /** The limit that may also end it, where a runtime can not refuse in time. */
    public Optional<String> orLimit() {
      return Optional.ofNullable(properties.getProperty("orLimit"));
    }

    public Map<Limit, Long> limits() {
      Map<Limit, Long> limits = new EnumMap<>(Limit.class);
      for (String pair : list("limits", ",")) {
        String[] parts = pair.split("=", 2);
        limits.put(Limit.byKey(parts[0]).orElseThrow(), Long.parseLong(parts[1]));
      }
      return limits;
    }

    public RunCode command(Language language) {
      Map<String, String> env = new java.util.HashMap<>();
      list("env", "\\|").forEach(pair -> env.put(pair.split("=", 2)[0], pair.split("=", 2)[1]));
      Stdin stdin =
          new Stdin(
              properties.getProperty("stdin", "").getBytes(StandardCharsets.UTF_8),
              Boolean.parseBoolean(properties.getProperty("stdinOpen", "false")));
      return new RunCode(
          language, code(language), Optional.empty(), list("args", "\\|"), env, stdin, Map.of());
    }

    private List<String> list(String key, String separator) {
      String value = properties.getProperty(key, "");
      return value.isEmpty() ? List.of() : Arrays.asList(value.split(separator));
    }

    /** The source text; a module or an executable as base64. */
    public String code(Language language) {
      try {
        byte[] bytes = Files.readAllBytes(source(language));
        return BINARY.contains(language.id())
            ? Base64.getEncoder().encodeToString(bytes)
            : new String(bytes, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
