;; Asks for two gigabytes of input at once, for a list of a billion buffers, and for a path of a gigabyte;
;; exits with the three error numbers in one.
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (i32.store (i32.const 0) (i32.const 1024)) (i32.store (i32.const 4) (i32.const 0x7fffffff))
    (call $exit
      (i32.add (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8))
        (i32.add (i32.mul (i32.const 100) (call $read (i32.const 0) (i32.const 0) (i32.const 1000000000) (i32.const 8)))
          (i32.mul (i32.const 10000) (call $unlink (i32.const 3) (i32.const 0) (i32.const 1000000000))))))))
