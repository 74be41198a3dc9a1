package dev.codebeaker.testing;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.Workspaces;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A runtime without a mechanism: its sandboxes run {@link FakeProgram}s. */
public final class FakeRuntime implements ExecutionRuntime {
  private final String name;
  private final RuntimeCapabilities capabilities;
  private final Optional<Workspaces> workspaces;
  private final List<FakeSandbox> opened = new CopyOnWriteArrayList<>();
  private volatile Availability availability = new Availability.Available("fake 1");
  private volatile List<String> templates = List.of("plain");
  private volatile Map<String, String> details = Map.of();
  private volatile List<String> repl = List.of();
  private volatile Optional<ServiceException> openFailure = Optional.empty();
  private volatile Runnable beforeOpen = () -> {};

  private FakeRuntime(
      String name, RuntimeCapabilities capabilities, Optional<Workspaces> workspaces) {
    this.name = name;
    this.capabilities = capabilities;
    this.workspaces = workspaces;
  }

  /** One that sandboxes can be opened in. */
  public static FakeRuntime in(Workspaces workspaces, String... languages) {
    return new FakeRuntime(
        "fake",
        capabilities(
            Isolation.WASM, Duration.ofMillis(5), 3, EnumSet.allOf(Limit.class), languages),
        Optional.of(workspaces));
  }

  /** One that is there to be chosen. */
  public static FakeRuntime named(
      String name, Isolation isolation, Duration startup, int megabytes, String... languages) {
    return new FakeRuntime(
        name,
        capabilities(isolation, startup, megabytes, EnumSet.allOf(Limit.class), languages),
        Optional.empty());
  }

  /** The same, to be opened there. */
  public FakeRuntime openingIn(Workspaces place) {
    return new FakeRuntime(name, capabilities, Optional.of(place));
  }

  /** The same, with room for so many sandboxes. */
  public FakeRuntime holding(int sandboxes) {
    return new FakeRuntime(
        name,
        new RuntimeCapabilities(
            capabilities.languages(),
            capabilities.isolation(),
            capabilities.network(),
            capabilities.features(),
            capabilities.enforcedLimits(),
            capabilities.startup(),
            capabilities.memoryOverheadBytes(),
            sandboxes),
        workspaces);
  }

  public FakeRuntime enforcing(Limit... limits) {
    return with(capabilities.features(), Set.of(limits));
  }

  public FakeRuntime offering(Feature... features) {
    return with(Set.of(features), capabilities.enforcedLimits());
  }

  private FakeRuntime with(Set<Feature> features, Set<Limit> limits) {
    return new FakeRuntime(
        name,
        new RuntimeCapabilities(
            capabilities.languages(),
            capabilities.isolation(),
            capabilities.network(),
            features,
            limits,
            capabilities.startup(),
            capabilities.memoryOverheadBytes(),
            capabilities.maxConcurrent()),
        workspaces);
  }

  public FakeRuntime available(Availability now) {
    availability = now;
    return this;
  }

  public FakeRuntime withDetails(Map<String, String> known) {
    details = known;
    return this;
  }

  public FakeRuntime withRepl(String... commandLine) {
    repl = List.of(commandLine);
    return this;
  }

  public FakeRuntime withTemplates(String... names) {
    templates = List.of(names);
    return this;
  }

  public void openAgain() {
    openFailure = Optional.empty();
  }

  public void failToOpen(ServiceException failure) {
    openFailure = Optional.of(failure);
  }

  public void beforeOpen(Runnable action) {
    beforeOpen = action;
  }

  /** All sandboxes it ever opened. */
  public List<FakeSandbox> opened() {
    return opened;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RuntimeCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public Availability availability(Language language) {
    return availability;
  }

  @Override
  public List<String> templates(Language language) {
    return templates;
  }

  @Override
  public List<String> repl(Language language) {
    return repl;
  }

  @Override
  public Map<String, String> details() {
    return details;
  }

  @Override
  public int open() {
    return (int) opened.stream().filter(sandbox -> !sandbox.isClosed()).count();
  }

  @Override
  public Sandbox open(SandboxSpec spec) {
    beforeOpen.run();
    openFailure.ifPresent(
        failure -> {
          throw failure;
        });
    Workspace workspace = workspaces.orElseThrow().open(spec.id(), spec.limits());
    FakeSandbox sandbox = new FakeSandbox(spec, workspace);
    opened.add(sandbox);
    return sandbox;
  }

  private static RuntimeCapabilities capabilities(
      Isolation isolation,
      Duration startup,
      int megabytes,
      Set<Limit> limits,
      String... languages) {
    return new RuntimeCapabilities(
        Stream.of(languages).map(Language::new).collect(Collectors.toSet()),
        isolation,
        Network.NONE,
        EnumSet.allOf(Feature.class),
        limits,
        startup,
        (long) megabytes << 20,
        1000);
  }
}
