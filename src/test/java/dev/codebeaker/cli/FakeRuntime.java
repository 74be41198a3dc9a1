package dev.codebeaker.cli;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A runtime that is asked what it can do, and never opened. */
final class FakeRuntime implements ExecutionRuntime {
  /** What it answers first, each once; then it is available. */
  final Deque<Availability> soon = new ArrayDeque<>();

  /** The command line of its interpreters. */
  List<String> repl = List.of();

  Set<Feature> features = Set.of();
  private final Set<Language> languages;

  FakeRuntime(String... languages) {
    this.languages = Arrays.stream(languages).map(Language::new).collect(Collectors.toSet());
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public RuntimeCapabilities capabilities() {
    return new RuntimeCapabilities(
        languages,
        Isolation.WASM,
        Network.NONE,
        features,
        Set.of(Limit.WALL, Limit.MEMORY),
        Duration.ofMillis(3),
        1 << 20,
        10);
  }

  @Override
  public Availability availability(Language language) {
    return soon.isEmpty() ? new Availability.Available("fake 1") : soon.removeFirst();
  }

  @Override
  public List<String> templates(Language language) {
    return List.of("base");
  }

  @Override
  public List<String> repl(Language language) {
    return repl;
  }

  @Override
  public Map<String, String> details() {
    return Map.of("jail", "paper");
  }

  @Override
  public int open() {
    return 0;
  }

  @Override
  public Sandbox open(SandboxSpec spec) {
    throw new UnsupportedOperationException();
  }
}
