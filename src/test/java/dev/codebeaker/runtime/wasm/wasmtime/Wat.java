package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import java.util.List;
import java.util.Map;

/** Small modules in text form. Memory: an i/o vector at 0 for a buffer of 256 bytes at 1024. */
final class Wat {
  private static final String IMPORTS =
      """
      (import "wasi_snapshot_preview1" "fd_write"
        (func $fd_write (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_read"
        (func $fd_read (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "poll_oneoff"
        (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
      (import "wasi_snapshot_preview1" "path_open"
        (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "path_symlink"
        (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_seek"
        (func $fd_seek (param i32 i64 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
      (import "wasi_snapshot_preview1" "sock_send"
        (func $sock_send (param i32 i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "args_sizes_get"
        (func $args_sizes_get (param i32 i32) (result i32)))
      (memory (export "memory") 2)
      (data (i32.const 0) "\\00\\04\\00\\00\\00\\01\\00\\00")
      """;

  private Wat() {}

  static String module(String body) {
    return "(module " + IMPORTS + body + ")";
  }

  static String start(String body) {
    return module("(func (export \"_start\") " + body + ")");
  }

  static String print(int stream, String text) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      code.append(
          "(i32.store8 (i32.const %d) (i32.const %d))".formatted(2048 + i, (int) text.charAt(i)));
    }
    return code
        + "(i32.store (i32.const 16) (i32.const 2048))(i32.store (i32.const 20) (i32.const %d))"
            .formatted(text.length())
        + "(drop (call $fd_write (i32.const %d) (i32.const 16) (i32.const 1) (i32.const 100)))"
            .formatted(stream);
  }

  static String readInput() {
    return "(drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 100)))";
  }

  /** What {@link #readInput} has read. */
  static String printBuffer() {
    return "(i32.store (i32.const 4) (i32.load (i32.const 100)))"
        + "(drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 100)))";
  }

  static String sleep(long nanos) {
    return "(i64.store (i32.const 512) (i64.const 0))(i64.store (i32.const 520) (i64.const 0))"
        + "(i32.store (i32.const 528) (i32.const 1))"
        + "(i64.store (i32.const 536) (i64.const %d))".formatted(nanos)
        + "(i64.store (i32.const 544) (i64.const 0))(i64.store (i32.const 552) (i64.const 0))"
        + "(drop (call $poll_oneoff (i32.const 512) (i32.const 600) (i32.const 1)"
        + " (i32.const 100)))";
  }

  static Limits limitedTo(long memoryBytes) {
    return EnginePackFixture.LIMITS.with(Map.of(Limit.MEMORY, memoryBytes));
  }

  static Instance open(String wat, Limits limits, InstanceSpec.Mount... mounts) {
    NativeEngine engine = EnginePackFixture.engine();
    try (ModuleLinker linker = new ModuleLinker(engine, List.of());
        CompiledModule module = engine.compile(engine.binary(wat));
        ModuleHandle handle = linker.link(module)) {
      return Instance.open(
          handle, new InstanceSpec(List.of("test"), Map.of(), List.of(mounts), limits));
    }
  }
}
