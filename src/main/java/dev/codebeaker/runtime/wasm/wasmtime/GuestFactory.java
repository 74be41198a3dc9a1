package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the guests of one kind: what a toolchain's option {@value #OPTION} names. Made once per
 * engine; its constructor begins to get ready what it needs and does not wait for it. Thread safe.
 */
public interface GuestFactory extends AutoCloseable {
  /** The toolchain's option that chooses the factory. */
  String OPTION = "guest";

  /** What the option says. */
  String kind();

  Set<Feature> features();

  /** Never blocks. */
  Availability availability(Toolchain toolchain, Language language);

  /** The prepared bases, the default first; empty where there are none. Never blocks. */
  List<String> templates(Language language);

  /** As {@link dev.codebeaker.runtime.wasm.WasmEngine#open}. */
  WasmGuest open(GuestSpec spec);

  /** After the last guest was closed. */
  @Override
  void close();

  /**
   * What factories are made from.
   *
   * @param cache where compiled modules and bases are kept, readable by the service only
   * @param beside where files of a moment go, if another process fills the cache and this one can
   *     only read it
   * @param modules compiles; not the factory's to close
   * @param toolchains those whose option names the factory
   */
  record Parts(
      EnginePack pack,
      WasmConfig config,
      Path cache,
      Optional<Path> beside,
      WasmtimeModules modules,
      List<Toolchain> toolchains) {
    /** Of an engine that fills its cache. */
    public Parts(
        EnginePack pack,
        WasmConfig config,
        Path cache,
        WasmtimeModules modules,
        List<Toolchain> toolchains) {
      this(pack, config, cache, Optional.empty(), modules, toolchains);
    }
  }

  /** A constructor. */
  @FunctionalInterface
  interface Maker {
    GuestFactory make(Parts parts);
  }
}
