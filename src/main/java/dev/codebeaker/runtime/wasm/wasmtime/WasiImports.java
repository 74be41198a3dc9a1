package dev.codebeaker.runtime.wasm.wasmtime;

import java.util.List;

/**
 * The imports a guest gets from us instead of from wasmtime: those that wait, so that a stop
 * reaches them; those that write, so that they are counted; those that could make links.
 */
final class WasiImports {
  static final String MODULE = "wasi_snapshot_preview1";

  static final List<HostFunction> ALL =
      List.of(
          wasi("poll_oneoff", "iiii", (g, a) -> g.poll().oneOff(a)),
          wasi("random_get", "ii", (g, a) -> g.files().random(a)),
          wasi("fd_read", "iiii", (g, a) -> g.streams().read(a)),
          wasi("fd_write", "iiii", (g, a) -> g.streams().write(a)),
          wasi("fd_fdstat_get", "ii", (g, a) -> g.streams().fdStat(a)),
          wasi("fd_filestat_get", "ii", (g, a) -> g.streams().fileStat(a)),
          wasi("fd_close", "i", (g, a) -> g.streams().close(a)),
          wasi("fd_pwrite", "iiili", (g, a) -> g.files().pwrite(a)),
          wasi("fd_seek", "ilii", (g, a) -> g.files().seek(a)),
          wasi("fd_allocate", "ill", (g, a) -> g.files().allocate(a)),
          wasi("fd_filestat_set_size", "il", (g, a) -> g.files().resize(a)),
          wasi("fd_renumber", "ii", (g, a) -> Errno.NOTSUP),
          wasi("fd_readdir", "iiili", (g, a) -> g.files().list(a)),
          wasi("path_open", "iiiiillii", (g, a) -> g.files().open(a)),
          wasi("path_create_directory", "iii", (g, a) -> g.files().createDirectory(a)),
          wasi("path_rename", "iiiiii", (g, a) -> g.files().rename(a)),
          wasi("path_symlink", "iiiii", (g, a) -> Errno.PERM),
          wasi("path_link", "iiiiiii", (g, a) -> Errno.PERM));

  private WasiImports() {}

  private static HostFunction wasi(String name, String params, HostFunction.Body body) {
    return new HostFunction(MODULE, name, params, "i", body);
  }
}
