;; Creates a file /workspace/big and writes 4 KiB to it until that fails; exits with the error number.
(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 2)
  (data (i32.const 16) "big")
  (func (export "_start") (local $e i32)
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 3) (i32.const 9) (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 8)))
    (i32.store (i32.const 0) (i32.const 65536)) (i32.store (i32.const 4) (i32.const 4096))
    (loop $more
      (local.set $e (call $write (i32.load (i32.const 8)) (i32.const 0) (i32.const 1) (i32.const 12)))
      (br_if $more (i32.eqz (local.get $e))))
    (call $exit (local.get $e))))
