package dev.codebeaker.runtime.wasm.wasmtime;

/** A program that prints the file its first argument names: opened in the last mount, /tmp. */
final class CatModule {
  private CatModule() {}

  static final String TEXT =
      """
      (module
        (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "path_open"
          (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read"
          (func $read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_write"
          (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (func $length (param $text i32) (result i32) (local $at i32)
          (local.set $at (local.get $text))
          (block $end (loop $next
            (br_if $end (i32.eqz (i32.load8_u (local.get $at))))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $next)))
          (i32.sub (local.get $at) (local.get $text)))
        (func (export "_start") (local $path i32)
          (drop (call $args_get (i32.const 0) (i32.const 1024)))
          ;; behind "/tmp/"
          (local.set $path (i32.add (i32.load (i32.const 4)) (i32.const 5)))
          (if (call $open (i32.const 5) (i32.const 0) (local.get $path)
                (call $length (local.get $path)) (i32.const 0) (i64.const 2) (i64.const 0)
                (i32.const 0) (i32.const 64))
            (then (call $exit (i32.const 1))))
          (i32.store (i32.const 16) (i32.const 4096))
          (i32.store (i32.const 20) (i32.const 4096))
          (drop (call $read (i32.load (i32.const 64)) (i32.const 16) (i32.const 1)
            (i32.const 20)))
          (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 64)))))
      """;
}
