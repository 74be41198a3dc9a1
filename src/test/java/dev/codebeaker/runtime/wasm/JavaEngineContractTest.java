package dev.codebeaker.runtime.wasm;

/** The wasm runtime on this engine keeps the contract of runtimes. */
class JavaEngineContractTest extends WasmContract {
  JavaEngineContractTest() {
    super(WasmConfig.Engine.JAVA);
  }
}
