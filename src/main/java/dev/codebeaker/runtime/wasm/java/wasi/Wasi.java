package dev.codebeaker.runtime.wasm.java.wasi;

import dev.codebeaker.runtime.wasm.java.Output;
import dev.codebeaker.runtime.wasm.java.StdinPipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import run.endive.runtime.HostFunction;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/**
 * WASI preview 1 for one guest.
 *
 * <p>The service's own, beside the one the interpreter's project offers: that one lets a guest make
 * the host allocate as much as it asks for, answers a sleep only when it is over, and works on the
 * host's files.
 */
public final class Wasi {
  public static final String MODULE = "wasi_snapshot_preview1";

  private final List<HostFunction> functions = new ArrayList<>();

  /**
   * @param args the guest's own name first
   * @param openFiles how many files it may have open at once
   */
  public record Process(List<String> args, Map<String, String> env, int openFiles) {}

  /**
   * @param files holds the directories the guest is given
   * @param mounts the paths it finds them at
   * @param output where it writes to now; a context has another one each turn
   */
  public Wasi(
      Process process,
      FileTree files,
      Map<String, Node.Directory> mounts,
      StdinPipe stdin,
      Supplier<Output> output) {
    Descriptors descriptors = new Descriptors(process.openFiles() + mounts.size());
    mounts.forEach(descriptors::preopen);
    new ProcessCalls(process, descriptors, stdin).register(this);
    new FileCalls(descriptors, stdin, output).register(this);
    new DescriptorCalls(descriptors).register(this);
    new PathCalls(descriptors, files).register(this);
  }

  public HostFunction[] functions() {
    return functions.toArray(HostFunction[]::new);
  }

  /** What a call does; a {@link WasiException} becomes its error number. */
  @FunctionalInterface
  interface Body {
    void run(Call call);
  }

  /**
   * @param signature a letter a parameter: {@code i} for 32 bits, {@code I} for 64
   */
  void add(String name, String signature, Body body) {
    functions.add(
        new HostFunction(
            MODULE,
            name,
            FunctionType.of(parameters(signature), List.of(ValType.I32)),
            (instance, arguments) ->
                new long[] {
                  answer(() -> body.run(new Call(instance.memory(), arguments))).code()
                }));
  }

  void addWithoutResult(String name, String signature, Body body) {
    functions.add(
        new HostFunction(
            MODULE,
            name,
            FunctionType.of(parameters(signature), List.of()),
            (instance, arguments) -> {
              body.run(new Call(instance.memory(), arguments));
              return new long[0];
            }));
  }

  private static Errno answer(Runnable call) {
    try {
      call.run();
      return Errno.SUCCESS;
    } catch (WasiException e) {
      return e.errno();
    } catch (WasmRuntimeException e) {
      return Errno.FAULT;
    }
  }

  private static List<ValType> parameters(String signature) {
    return signature.chars().mapToObj(c -> c == 'i' ? ValType.I32 : ValType.I64).toList();
  }
}
