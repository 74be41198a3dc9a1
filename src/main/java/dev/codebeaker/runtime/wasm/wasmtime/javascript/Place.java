package dev.codebeaker.runtime.wasm.wasmtime.javascript;

/** A place in a source text; both count from one. */
record Place(int line, int column) {}
