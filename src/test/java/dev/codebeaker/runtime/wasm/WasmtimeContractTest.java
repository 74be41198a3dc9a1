package dev.codebeaker.runtime.wasm;

/** The wasm runtime on this engine keeps the contract of runtimes. */
class WasmtimeContractTest extends WasmContract {
  WasmtimeContractTest() {
    super(WasmConfig.Engine.WASMTIME);
  }
}
