package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.wasm.wasmtime.Allowance;
import dev.codebeaker.runtime.wasm.wasmtime.CompiledModule;
import dev.codebeaker.runtime.wasm.wasmtime.GuestEnd;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.InstanceSpec;
import dev.codebeaker.runtime.wasm.wasmtime.MemoryImage;
import dev.codebeaker.runtime.wasm.wasmtime.ModuleHandle;
import dev.codebeaker.runtime.wasm.wasmtime.ModuleLinker;
import dev.codebeaker.runtime.wasm.wasmtime.PreparedModule;
import dev.codebeaker.runtime.wasm.wasmtime.StopPatience;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Strips the types off TypeScript. What it parses is hostile, so every text gets an instance of its
 * own: none can leave something behind for another. Called on guest threads; thread safe.
 */
final class TypeScript implements AutoCloseable {
  private static final Duration MOST_TIME = Duration.ofSeconds(5);
  private static final long MEMORY_BYTES = 256L << 20;
  private static final int CACHED = 256;
  private static final int CACHED_CHARACTERS = 32_768;

  private final ModuleLinker linker;
  private final PreparedModule module;
  private final InstanceSpec spec = new InstanceSpec(List.of(), Map.of(), List.of(), limits());
  private @Nullable Warm warm;
  private final Map<String, Stripped> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Stripped> eldest) {
          return size() > CACHED;
        }
      };

  /** What became of a text. */
  sealed interface Stripped {
    record JavaScript(String text) implements Stripped {}

    /**
     * @param reason for people
     * @param place where it is
     */
    record Wrong(String reason, Place place) implements Stripped {
      /** For the author, who knows the text by its file's name. */
      String shown(String file) {
        return "%s (%s:%d:%d)".formatted(reason, file, place.line(), place.column());
      }
    }
  }

  /** What instances are forks of: one that has stripped a text before. */
  private record Warm(ModuleHandle module, MemoryImage image) {}

  TypeScript(ModuleLinker linker, PreparedModule module) {
    this.linker = linker;
    this.module = module;
  }

  Availability availability() {
    return module.availability();
  }

  private static Limits limits() {
    Map<Limit, Long> values = new java.util.EnumMap<>(Limit.class);
    Arrays.stream(Limit.values()).forEach(limit -> values.put(limit, 1L));
    values.put(Limit.MEMORY, MEMORY_BYTES);
    return Limits.of(values);
  }

  private static Allowance allowance() {
    return new Allowance(MOST_TIME, MOST_TIME, StopPatience.NONE, 0);
  }

  /** The JavaScript of a text; the name's ending says what it is written in. */
  Stripped strip(String name, String text) {
    String key = name + "\n" + text;
    synchronized (cache) {
      Stripped known = cache.get(key);
      if (known != null) {
        return known;
      }
    }
    Stripped stripped = stripped(name, text);
    if (text.length() <= CACHED_CHARACTERS) {
      synchronized (cache) {
        cache.put(key, stripped);
      }
    }
    return stripped;
  }

  private Stripped stripped(String name, String text) {
    Optional<Warm> base = base();
    if (base.isEmpty()) {
      return new Stripped.Wrong("TypeScript is not ready yet", new Place(1, 1));
    }
    try (Instance fork = Instance.open(base.get().module(), spec)) {
      base.get().image().overlay(fork);
      return fork.within(allowance(), () -> new TypeStripper(fork).strip(name, text));
    } catch (GuestEnd | WasmtimeException e) {
      return new Stripped.Wrong("SyntaxError: the text is too large or too deep", new Place(1, 1));
    }
  }

  private synchronized Optional<Warm> base() {
    if (warm == null) {
      warm = module.module().map(this::warmUp).orElse(null);
    }
    return Optional.ofNullable(warm);
  }

  private Warm warmUp(CompiledModule compiled) {
    ModuleHandle linked = linker.link(compiled);
    try (Instance first = Instance.open(linked, spec)) {
      first.within(
          allowance(), () -> new TypeStripper(first).strip("warm.ts", "let a: number = 1"));
      return new Warm(linked, MemoryImage.capture(first));
    }
  }

  @Override
  public synchronized void close() {
    if (warm != null) {
      warm.image().close();
      warm.module().close();
    }
  }
}
