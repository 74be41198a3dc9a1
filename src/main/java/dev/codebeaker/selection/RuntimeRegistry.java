package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeFamily;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The runtimes of this service, by name. Immutable. */
public final class RuntimeRegistry {
  private final List<ExecutionRuntime> runtimes;
  private final Map<String, ExecutionRuntime> byName = new TreeMap<>();
  private final TreeSet<Language> languages = new TreeSet<>();

  /**
   * @throws IllegalArgumentException if two have the same name
   */
  public RuntimeRegistry(List<ExecutionRuntime> runtimes) {
    this.runtimes = runtimes.stream().sorted(Comparator.comparing(ExecutionRuntime::name)).toList();
    for (ExecutionRuntime runtime : this.runtimes) {
      if (byName.put(runtime.name(), runtime) != null) {
        throw new IllegalArgumentException("two runtimes are called " + runtime.name());
      }
      languages.addAll(runtime.capabilities().languages());
    }
  }

  /**
   * With the runtimes of families beside those that stand alone.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public static RuntimeRegistry of(List<ExecutionRuntime> alone, List<RuntimeFamily> families) {
    return new RuntimeRegistry(
        Stream.concat(
                alone.stream(), families.stream().flatMap(family -> family.runtimes().stream()))
            .toList());
  }

  /** Sorted by name. */
  public List<ExecutionRuntime> all() {
    return runtimes;
  }

  public Optional<ExecutionRuntime> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** All that any of them runs. */
  public SortedSet<Language> languages() {
    return java.util.Collections.unmodifiableSortedSet(languages);
  }
}
