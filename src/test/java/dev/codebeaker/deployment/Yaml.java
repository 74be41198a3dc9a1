package dev.codebeaker.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A node of a YAML document: steps to a place in it by keys and indexes. */
record Yaml(Object value) {
  static Yaml read(Path file) throws IOException {
    return new Yaml(
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(file)));
  }

  Yaml at(Object... steps) {
    Object found = value;
    for (Object step : steps) {
      found =
          switch (step) {
            case Integer index -> ((List<?>) found).get(index);
            default -> ((Map<?, ?>) found).get(step);
          };
      if (found == null) {
        throw new AssertionError("nothing at " + List.of(steps));
      }
    }
    return new Yaml(found);
  }

  /** Empty where there is nothing at this place. */
  Optional<Yaml> optional(String... keys) {
    Optional<Yaml> found = Optional.of(this);
    for (String key : keys) {
      found =
          found.flatMap(
              node ->
                  node.value instanceof Map<?, ?> map && map.get(key) != null
                      ? Optional.of(new Yaml(map.get(key)))
                      : Optional.empty());
    }
    return found;
  }

  boolean has(String key) {
    return value instanceof Map<?, ?> map && map.containsKey(key);
  }

  List<Yaml> items(Object... steps) {
    return ((List<?>) at(steps).value).stream().<Yaml>map(Yaml::new).toList();
  }

  String text(Object... steps) {
    return String.valueOf(at(steps).value);
  }

  int number(Object... steps) {
    return (Integer) at(steps).value;
  }
}
