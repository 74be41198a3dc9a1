package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.Workspaces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Opens guests of an engine and runs them on threads such as the service gives them. */
final class Guests implements AutoCloseable {
  static final Language WASM = new Language("wasm");
  static final Language JAVASCRIPT = new Language("javascript");

  private static final List<Toolchain> TOOLCHAINS =
      List.of(
          toolchain("module", "wasm"),
          toolchain("javascript", "javascript", "typescript"),
          toolchain("python", "python"));

  private static Toolchain toolchain(String guest, String... languages) {
    List<Language> treated = Stream.of(languages).map(Language::new).toList();
    return new Toolchain(guest, "wasm", treated, "main", List.of(), Map.of("guest", guest));
  }

  final HeapBudget heap = new HeapBudget(1L << 30);
  final JavaEngine engine = new JavaEngine(16 << 20, heap, TOOLCHAINS);
  final Workspace workspace;
  private final Workspaces workspaces;

  Guests(Path state) {
    workspaces = TestWorkspaces.in(state);
    workspace = workspaces.open("test", limits(Map.of()));
  }

  /** What an execution wrote, and how it ended. */
  record Ran(Outcome outcome, String stdout, String stderr, List<String> values) {}

  static Limits limits(Map<Limit, Long> changed) {
    Map<Limit, Long> all = new EnumMap<>(Limit.class);
    all.put(Limit.WALL, 30_000L);
    all.put(Limit.CPU, 30_000L);
    all.put(Limit.MEMORY, 256L << 20);
    all.put(Limit.STACK, 1L << 20);
    all.put(Limit.OUTPUT, 8L << 20);
    all.put(Limit.WORKSPACE, 64L << 20);
    all.put(Limit.FILES, 1000L);
    all.put(Limit.OPEN_FILES, 64L);
    all.put(Limit.PROCESSES, 1L);
    all.putAll(changed);
    return Limits.of(all);
  }

  static String module(String name) {
    try (InputStream in = Guests.class.getResourceAsStream("/wasm/" + name + ".wasm")) {
      return Base64.getEncoder().encodeToString(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WasmGuest open(Language language, boolean stateful) {
    return engine.open(
        new GuestSpec(
            TOOLCHAINS.getFirst(),
            language,
            Optional.empty(),
            workspace,
            stateful,
            limits(Map.of())));
  }

  Ran run(RunCode command, Map<Limit, Long> changed) {
    try (WasmGuest guest = open(command.language(), false)) {
      return start(guest, command, changed).join();
    }
  }

  Ran run(RunCode command) {
    return run(command, Map.of());
  }

  static CompletableFuture<Ran> start(WasmGuest guest, RunCode command, Map<Limit, Long> changed) {
    CompletableFuture<Ran> result = new CompletableFuture<>();
    Runnable body =
        () -> {
          try {
            result.complete(runHere(guest, command, changed));
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        };
    new Thread(null, body, "guest", JavaEngine.THREAD_STACK_BYTES).start();
    return result;
  }

  /** Runs it, and gathers what it writes as it comes. */
  static CompletableFuture<Outcome> watch(WasmGuest guest, RunCode command, StringBuffer seen) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Runnable body =
        () ->
            outcome.complete(
                guest.run(
                    command,
                    limits(Map.of()),
                    chunk ->
                        seen.append(
                            new String(
                                ((OutputChunk.Bytes) chunk).data(), StandardCharsets.UTF_8))));
    new Thread(null, body, "guest", JavaEngine.THREAD_STACK_BYTES).start();
    return outcome;
  }

  private static Ran runHere(WasmGuest guest, RunCode command, Map<Limit, Long> changed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> values = new ArrayList<>();
    Outcome outcome =
        guest.run(
            command,
            limits(changed),
            chunk -> {
              switch (chunk) {
                case OutputChunk.Bytes(OutputChunk.Stream stream, byte[] data) ->
                    (stream == OutputChunk.Stream.STDOUT ? out : err).writeBytes(data);
                case OutputChunk.Rich rich -> values.add(rich.bundle().get("text/plain"));
              }
            });
    return new Ran(
        outcome,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8),
        values);
  }

  @Override
  public void close() {
    engine.close();
    workspace.close();
    workspaces.close();
  }
}
