package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.language.SourceText;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is run once in a base: the globals a program expects, written in JavaScript over a handful
 * of host functions.
 *
 * @param slots where calls put their results
 * @param layout of the engine's memory
 * @param functions of the prelude that the host calls, by name
 */
record Prelude(int slots, EngineLayout layout, Map<String, Integer> functions) {
  private static final String DIRECTORY = "runtime/wasm/javascript/";
  private static final List<String> PARTS =
      List.of(
          DIRECTORY + "inspect.js",
          DIRECTORY + "console.js",
          DIRECTORY + "web.js",
          DIRECTORY + "process.js",
          DIRECTORY + "modules.js",
          "language/javascript/values.js",
          DIRECTORY + "driver.js");

  /** Runs the timer that is due, or answers how long until one is, or -1. */
  static final String TICK = "tick";

  static final String SHOW = "show";
  static final String DESCRIBE = "describe";
  static final String RESTART = "restart";
  static final String EXIT_CODE = "exitCode";
  static final String BUILTIN_SOURCE = "builtinSource";

  private static final List<String> CALLED =
      List.of(TICK, SHOW, DESCRIBE, RESTART, EXIT_CODE, BUILTIN_SOURCE);

  /**
   * Makes a fresh instance one that programs can run in.
   *
   * @param rejectionHook the function that {@link RejectionPatch} has added
   */
  static Prelude load(Instance guest, OptionalInt rejectionHook) {
    int slots = QuickJs.allocateSlots(guest);
    QuickJs js = new QuickJs(guest, slots);
    try {
      EngineLayout layout = EngineLayout.find(js);
      layout.limitStack(js);
      int host = js.newObject();
      js.set(js.global(), "__host", host);
      for (HostCall call : HostCall.values()) {
        js.set(host, call.key(), js.newFunction(call.key()));
      }
      for (String part : PARTS) {
        requireLoaded(js, js.module(read(part), "codebeaker:" + part), part);
      }
      rejectionHook.ifPresent(function -> Rejections.install(js, layout, function));
      return new Prelude(
          slots,
          layout,
          CALLED.stream().collect(Collectors.toMap(name -> name, name -> js.get(host, name))));
    } catch (QuickJs.Thrown e) {
      throw new WasmtimeException("the JavaScript prelude failed: " + why(js, e.error()));
    }
  }

  private static void requireLoaded(QuickJs js, int promise, String part) {
    js.runJobs();
    if (js.promiseState(promise) == QuickJs.REJECTED) {
      throw new WasmtimeException(
          "the JavaScript prelude's " + part + " failed: " + why(js, js.promiseResult(promise)));
    }
  }

  private static String why(QuickJs js, int error) {
    return Stream.of("message", "stack")
        .map(key -> js.text(js.get(error, key)))
        .collect(Collectors.joining("\n"));
  }

  private static String read(String part) {
    return new String(SourceText.bytes(part), StandardCharsets.UTF_8);
  }

  int function(String name) {
    return java.util.Objects.requireNonNull(functions.get(name));
  }
}
