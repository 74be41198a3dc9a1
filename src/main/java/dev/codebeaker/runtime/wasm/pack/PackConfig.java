package dev.codebeaker.runtime.wasm.pack;

import java.nio.file.Path;
import java.util.Optional;

/** Where the engine pack is: part of the configuration of the wasm runtime. */
public interface PackConfig {
  /** The prefix of its keys. */
  String PREFIX = "codebeaker.wasm";

  /**
   * Where the engine pack, compiled modules and prepared bases are kept, readable and writable by
   * the service only. Default: {@code codebeaker} in the user's cache directory.
   */
  Optional<Path> cacheDirectory();

  /**
   * A directory that holds the engine pack unpacked, as an image brings it: it is used as it is,
   * and nothing is ever installed. Default: the pack is looked for in the cache directory.
   */
  Optional<Path> enginePack();
}
