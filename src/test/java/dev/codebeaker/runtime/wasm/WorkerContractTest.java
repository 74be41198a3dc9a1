package dev.codebeaker.runtime.wasm;

/** The wasm runtime keeps the contract of runtimes where its guests are in workers. */
class WorkerContractTest extends WasmContract {
  WorkerContractTest() {
    super(WasmConfig.Engine.WASMTIME, WasmConfig.GuestIsolation.WORKER_POOL);
  }
}
