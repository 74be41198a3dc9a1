package dev.codebeaker.runtime.wasm.java.wasi;

import dev.codebeaker.runtime.wasm.java.StdinPipe;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import run.endive.runtime.Memory;

/** Arguments, environment, clocks, randomness, the end, and what sockets are answered. */
final class ProcessCalls {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_PIECE = 64 << 10;
  private static final int REALTIME = 0;
  private static final int MONOTONIC = 1;

  private final List<byte[]> args;
  private final List<byte[]> env;
  private final Polling polling;

  ProcessCalls(Wasi.Process process, Descriptors descriptors, StdinPipe stdin) {
    args = process.args().stream().map(ProcessCalls::terminated).toList();
    env =
        process.env().entrySet().stream()
            .map(entry -> terminated(entry.getKey() + "=" + entry.getValue()))
            .toList();
    polling = new Polling(descriptors, stdin);
  }

  private static byte[] terminated(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  void register(Wasi wasi) {
    wasi.add("args_get", "ii", call -> strings(call, args));
    wasi.add("args_sizes_get", "ii", call -> sizes(call, args));
    wasi.add("environ_get", "ii", call -> strings(call, env));
    wasi.add("environ_sizes_get", "ii", call -> sizes(call, env));
    wasi.add("clock_res_get", "ii", ProcessCalls::clockResolution);
    wasi.add("clock_time_get", "iIi", call -> call.putWide(2, time(call.number(0))));
    wasi.add("random_get", "ii", ProcessCalls::random);
    wasi.add("poll_oneoff", "iiii", polling::poll);
    wasi.add("sched_yield", "", call -> {});
    wasi.addWithoutResult("proc_exit", "i", ProcessCalls::exit);
    wasi.add("proc_raise", "i", ProcessCalls::notSupported);
    wasi.add("sock_accept", "iii", ProcessCalls::notSocket);
    wasi.add("sock_recv", "iiiiii", ProcessCalls::notSocket);
    wasi.add("sock_send", "iiiii", ProcessCalls::notSocket);
    wasi.add("sock_shutdown", "ii", ProcessCalls::notSocket);
  }

  private static void strings(Call call, List<byte[]> strings) {
    int pointer = call.number(0);
    int at = call.number(1);
    for (byte[] string : new ArrayList<>(strings)) {
      call.memory().writeI32(pointer, at);
      call.memory().write(at, string, 0, string.length);
      pointer += 4;
      at += string.length;
    }
  }

  private static void sizes(Call call, List<byte[]> strings) {
    call.put(0, strings.size());
    call.put(1, strings.stream().mapToInt(string -> string.length).sum());
  }

  private static void clockResolution(Call call) {
    time(call.number(0));
    call.putWide(1, 1);
  }

  static long time(int clock) {
    return switch (clock) {
      case REALTIME -> {
        Instant now = Instant.now();
        yield now.getEpochSecond() * 1_000_000_000 + now.getNano();
      }
      case MONOTONIC -> System.nanoTime();
      default -> throw Errno.NOTSUP.exception();
    };
  }

  private static void random(Call call) {
    Memory memory = call.memory();
    int at = call.number(0);
    int left = call.number(1);
    while (left > 0) {
      byte[] piece = new byte[Math.min(left, RANDOM_PIECE)];
      RANDOM.nextBytes(piece);
      memory.write(at, piece, 0, piece.length);
      at += piece.length;
      left -= piece.length;
    }
  }

  private static void exit(Call call) {
    throw new GuestExit(call.number(0));
  }

  private static void notSupported(Call call) {
    throw Errno.NOSYS.exception();
  }

  private static void notSocket(Call call) {
    throw Errno.NOTSOCK.exception();
  }
}
