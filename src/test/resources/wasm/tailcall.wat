;; Loops by tail calls.
(module (memory (export "memory") 1) (func $a (return_call $a)) (func (export "_start") (return_call $a)))
