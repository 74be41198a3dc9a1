package dev.codebeaker.runtime.wasm.wasmtime;

import java.util.List;

/**
 * A small module that passes calls on to wasmtime's own WASI. Needed because that looks for the
 * memory it works on among the exports of the instance that calls it: a host function that called
 * it directly would have none.
 */
enum Trampoline {
  /** Works on the guest's memory: the rest of a call that has been looked at first. */
  FORWARDER(
      new Call("fd_read", "iiii"),
      new Call("fd_write", "iiii"),
      new Call("fd_pwrite", "iiili"),
      new Call("fd_seek", "ilii"),
      new Call("fd_allocate", "ill"),
      new Call("fd_filestat_set_size", "il"),
      new Call("fd_close", "i"),
      new Call("fd_readdir", "iiili"),
      new Call("fd_fdstat_get", "ii"),
      new Call("fd_filestat_get", "ii"),
      new Call("path_open", "iiiiillii"),
      new Call("path_create_directory", "iii"),
      new Call("path_rename", "iiiiii"),
      new Call("random_get", "ii")),
  /** Works on a page of its own: questions of ours. */
  PROBER(
      new Call("fd_filestat_get", "ii"),
      new Call("clock_time_get", "ili"),
      new Call("path_open", "iiiiillii"),
      new Call("fd_close", "i"));

  /**
   * @param name in {@code wasi_snapshot_preview1}
   * @param params a letter each
   */
  record Call(String name, String params) {
    private String type() {
      StringBuilder text = new StringBuilder("(param");
      params.chars().forEach(c -> text.append(c == 'l' ? " i64" : " i32"));
      return text.append(") (result i32)").toString();
    }

    private String body() {
      StringBuilder text = new StringBuilder("(call $").append(name);
      for (int i = 0; i < params.length(); i++) {
        text.append(" (local.get ").append(i).append(')');
      }
      return text.append(')').toString();
    }
  }

  private final List<Call> calls;

  Trampoline(Call... calls) {
    this.calls = List.of(calls);
  }

  List<Call> calls() {
    return calls;
  }

  /** The module, in text form. */
  String text() {
    StringBuilder text = new StringBuilder("(module\n");
    for (Call call : calls) {
      text.append(
          " (import \"%s\" \"%s\" (func $%s %s))\n"
              .formatted(WasiImports.MODULE, call.name(), call.name(), call.type()));
    }
    text.append(
        switch (this) {
          case FORWARDER ->
              " (import \"env\" \"memory\" (memory 0)) (export \"memory\" (memory 0))";
          case PROBER -> " (memory (export \"memory\") 1)";
        });
    for (Call call : calls) {
      text.append(
          "\n (func (export \"%s\") %s %s)".formatted(call.name(), call.type(), call.body()));
    }
    return text.append(')').toString();
  }
}
