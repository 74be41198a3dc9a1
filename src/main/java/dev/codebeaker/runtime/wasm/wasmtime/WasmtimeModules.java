package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.runtime.Availability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Compiled modules, kept in a directory that only the service can write and mapped from there. A
 * module that is not there yet is compiled in the background, and lasts for this version and
 * configuration of the engine. Thread safe.
 */
public final class WasmtimeModules implements AutoCloseable {
  /** A small module must not wait for a large one. */
  private static final int THREADS = 3;

  private static final Logger LOG = Logger.getLogger(WasmtimeModules.class);
  private static final String COMPILED = ".cwasm";

  private final NativeEngine engine;
  private final String version;
  private final PrivateDirectory directory;
  private final ExecutorService background =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("module-compiler-", 1).factory());

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
    background.execute(() -> prepared.complete(() -> engine.use(() -> get(source, prepared))));
    return prepared;
  }

  private CompiledModule get(ModuleSource source, PreparedModule prepared) {
    try {
      return loaded(source, prepared);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CompiledModule loaded(ModuleSource source, PreparedModule prepared) throws IOException {
    if (source.isCompiled()) {
      return engine.load(source.file(), source.name());
    }
    String alias = alias(source);
    Optional<CompiledModule> known = directory.read(alias).flatMap(this::known);
    return known.isPresent() ? known.get() : byContent(source, prepared, alias);
  }

  private CompiledModule byContent(ModuleSource source, PreparedModule prepared, String alias)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wasm = source.read(arena);
      String key = digest(wasm.asByteBuffer());
      Optional<CompiledModule> known = known(key);
      if (known.isEmpty()) {
        prepared.compiling();
        compile(wasm, key + COMPILED);
      }
      note(alias, key);
      return known.isPresent() ? known.get() : engine.load(directory.file(key + COMPILED), key);
    }
  }

  /** In an image that is mounted read-only it is not, and each start reads all of the file. */
  private void note(String alias, String key) {
    try {
      directory.write(alias, file -> Files.writeString(file, key));
    } catch (IOException e) {
      LOG.debugf(e, "%s is not noted", alias);
    }
  }

  /** A module compiled before; what is damaged or of another version is as good as not there. */
  private Optional<CompiledModule> known(String key) {
    try {
      return directory.has(key + COMPILED)
          ? Optional.of(engine.load(directory.file(key + COMPILED), key))
          : Optional.empty();
    } catch (WasmtimeException | IOException e) {
      return Optional.empty();
    }
  }

  /** Where the key of a file's content is noted: reading all of a large one takes half a second. */
  private String alias(ModuleSource source) throws IOException {
    BasicFileAttributes file = Files.readAttributes(source.file(), BasicFileAttributes.class);
    String identity =
        String.join(
            "\n",
            source.file().toAbsolutePath().toString(),
            source.exports().toString(),
            Long.toString(file.size()),
            file.lastModifiedTime().toString());
    return digest(ByteBuffer.wrap(identity.getBytes(StandardCharsets.UTF_8))) + ".key";
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

  private String digest(ByteBuffer bytes) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String engine = version + "\n" + NativeEngine.CONFIGURATION + "\n";
      sha.update(engine.getBytes(StandardCharsets.UTF_8));
      sha.update(bytes);
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    background.shutdownNow();
  }

  static Availability unavailable(ModuleSource source, Throwable failure) {
    return new Availability.Unavailable(
        source.name() + " could not be compiled: " + failure.getMessage(),
        "./codebeaker engines verify");
  }
}
