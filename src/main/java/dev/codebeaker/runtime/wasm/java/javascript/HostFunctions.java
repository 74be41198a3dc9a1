package dev.codebeaker.runtime.wasm.java.javascript;

/** Answers the calls of one execution. */
interface HostFunctions {
  /** The reply of a function that was told to end what runs, where the guest can be asked to. */
  String LEAVE = "!";

  String call(String name, String text);
}
