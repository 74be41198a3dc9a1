;; Makes directories in each other until that fails; exits with the error number.
(module
  (import "wasi_snapshot_preview1" "path_create_directory" (func $mkdir (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local $n i32) (local $e i32)
    (loop $more
      (i32.store8 (i32.const 16) (i32.add (i32.const 65) (i32.and (local.get $n) (i32.const 15))))
      (i32.store8 (i32.const 17) (i32.add (i32.const 65) (i32.and (i32.shr_u (local.get $n) (i32.const 4)) (i32.const 15))))
      (i32.store8 (i32.const 18) (i32.add (i32.const 65) (i32.and (i32.shr_u (local.get $n) (i32.const 8)) (i32.const 15))))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (local.set $e (call $mkdir (i32.const 3) (i32.const 16) (i32.const 3)))
      (br_if $more (i32.eqz (local.get $e))))
    (call $exit (local.get $e))))
