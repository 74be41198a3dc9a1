package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.runtime.Availability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Compiled modules, kept in a directory that only the service can write and mapped from there. A
 * module that is not there yet is compiled in the background, one after the other, and lasts for
 * this version and configuration of the engine. Thread safe.
 */
public final class WasmtimeModules implements AutoCloseable {
  private final NativeEngine engine;
  private final String version;
  private final PrivateDirectory directory;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("module-compiler-", 1).factory());

  /**
   * @param version of the engine's library
   * @param cache compiled modules go to {@code compiled} in it
   */
  public WasmtimeModules(NativeEngine engine, String version, Path cache) {
    this.engine = engine;
    this.version = version;
    try {
      this.directory = new PrivateDirectory(cache.resolve("compiled"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public NativeEngine engine() {
    return engine;
  }

  /** Begins to get a module ready, and returns at once. */
  public PreparedModule prepare(ModuleSource source) {
    PreparedModule prepared = new PreparedModule(source);
    background.execute(() -> prepared.complete(() -> get(source, prepared)));
    return prepared;
  }

  private CompiledModule get(ModuleSource source, PreparedModule prepared) throws IOException {
    if (source.isCompiled()) {
      return engine.load(source.file(), source.name());
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wasm = source.read(arena);
      String key = key(wasm);
      String name = key + ".cwasm";
      if (directory.has(name)) {
        try {
          return engine.load(directory.file(name), key);
        } catch (WasmtimeException e) {
          // of another version with the same name, or damaged: made anew below
        }
      }
      prepared.compiling();
      compile(wasm, name);
      return engine.load(directory.file(name), key);
    }
  }

  private void compile(MemorySegment wasm, String name) throws IOException {
    try (CompiledModule compiled = engine.compile(wasm)) {
      directory.write(
          name,
          file -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
              compiled.writeTo(channel);
            }
          });
    }
  }

  private String key(MemorySegment wasm) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(
          (version + "\n" + NativeEngine.CONFIGURATION + "\n")
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      sha.update(wasm.asByteBuffer());
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    background.shutdownNow();
  }

  /** Work that yields a module, or fails. */
  interface Work {
    CompiledModule get() throws IOException;
  }

  static Availability unavailable(ModuleSource source, Throwable failure) {
    return new Availability.Unavailable(
        source.name() + " could not be compiled: " + failure.getMessage(),
        "./codebeaker engines verify");
  }
}
