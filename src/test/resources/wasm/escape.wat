;; Tries to open a path outside; exits with the sum of the results (0 would mean it got out).
(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "../../etc/passwd/etc/passwd")
  (func (export "_start")
    (call $exit (i32.add
      (call $open (i32.const 3) (i32.const 1) (i32.const 16) (i32.const 16) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 8))
      (call $open (i32.const 3) (i32.const 1) (i32.const 32) (i32.const 11) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 8))))))
