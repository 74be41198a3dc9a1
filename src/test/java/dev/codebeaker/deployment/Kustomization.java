package dev.codebeaker.deployment;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A directory of manifests, and what it is built on. */
record Kustomization(Path directory, Yaml file) {
  private static final Path ROOT = Path.of("kubernetes");
  private static final String NAME = "kustomization.yaml";

  static List<Kustomization> all() {
    try (Stream<Path> paths = Files.walk(ROOT)) {
      return paths
          .filter(path -> path.endsWith(NAME))
          .map(path -> in(path.getParent()))
          .sorted((one, other) -> one.directory().compareTo(other.directory()))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Kustomization in(Path directory) {
    return new Kustomization(directory, read(directory.resolve(NAME)));
  }

  /** What this builds on, in order. */
  List<Kustomization> parts() {
    return Stream.of("resources", "components")
        .flatMap(key -> texts(key).stream())
        .map(name -> directory.resolve(name).normalize())
        .filter(Files::isDirectory)
        .map(Kustomization::in)
        .toList();
  }

  /** The manifests and patches that are files of this directory. */
  List<Path> manifests() {
    Stream<String> patches =
        file.optional("patches").stream()
            .flatMap(all -> all.items().stream())
            .flatMap(patch -> patch.optional("path").stream())
            .map(Yaml::text);
    return Stream.concat(texts("resources").stream(), patches)
        .map(name -> directory.resolve(name).normalize())
        .filter(path -> !Files.isDirectory(path))
        .toList();
  }

  /** The variables of the service, those of parts below its own. */
  Map<String, String> configuration() {
    Map<String, String> variables = new HashMap<>();
    parts().forEach(part -> variables.putAll(part.configuration()));
    file.optional("configMapGenerator").stream()
        .flatMap(all -> all.items().stream())
        .flatMap(map -> map.optional("envs").stream())
        .flatMap(names -> names.items().stream())
        .forEach(name -> variables.putAll(variables(directory.resolve(name.text()))));
    return variables;
  }

  /** How long Kubernetes waits before it kills; the last word on it is this directory's. */
  Optional<Integer> terminationGrace() {
    return Stream.concat(
            parts().stream().map(Kustomization::terminationGrace),
            manifests().stream().map(Kustomization::terminationGrace))
        .flatMap(Optional::stream)
        .reduce((_, last) -> last);
  }

  private static Optional<Integer> terminationGrace(Path manifest) {
    return read(manifest)
        .optional("spec", "template", "spec", "terminationGracePeriodSeconds")
        .map(Yaml::number);
  }

  private List<String> texts(String key) {
    return file.optional(key).stream()
        .flatMap(all -> all.items().stream())
        .map(Yaml::text)
        .toList();
  }

  private static Yaml read(Path manifest) {
    try {
      return Yaml.read(manifest);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, String> variables(Path file) {
    try {
      Properties properties = new Properties();
      properties.load(new StringReader(Files.readString(file)));
      return properties.stringPropertyNames().stream()
          .collect(toMap(name -> name, properties::getProperty));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
