;; Writes its arguments and its environment, each ended by a zero byte.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env_sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $env (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func $show
    (i32.store (i32.const 0) (i32.const 4096))
    (i32.store (i32.const 4) (i32.load (i32.const 12)))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))
  (func (export "_start")
    (drop (call $args_sizes (i32.const 8) (i32.const 12)))
    (drop (call $args (i32.const 1024) (i32.const 4096)))
    (call $show)
    (drop (call $env_sizes (i32.const 8) (i32.const 12)))
    (drop (call $env (i32.const 1024) (i32.const 4096)))
    (call $show)))
