package dev.codebeaker.linux;

import java.util.concurrent.Exchanger;
import java.util.stream.IntStream;

/** Takes a filter in all its threads and goes on. */
final class FilteredMachine {
  public static void main(String[] arguments) throws Exception {
    Exchanger<String> exchanger = new Exchanger<>();
    Thread older = Thread.ofPlatform().start(() -> answer(exchanger));
    SeccompFilter.refusing(Refusal.PROGRAMS, Refusal.SOCKETS).applyToAllThreads();
    exchanger.exchange("go");
    System.out.println("older thread: " + exchanger.exchange(""));
    older.join();
    Thread newer = Thread.ofPlatform().start(() -> answer(exchanger));
    exchanger.exchange("go");
    System.out.println("newer thread: " + exchanger.exchange(""));
    newer.join();
    System.gc();
    System.out.println("works: " + IntStream.rangeClosed(1, 4).parallel().sum());
  }

  private static void answer(Exchanger<String> exchanger) {
    try {
      exchanger.exchange("ready");
      exchanger.exchange(unshare());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unshare() {
    try {
      return "allowed " + Syscall.call(SystemCall.UNSHARE, -1);
    } catch (LinuxFailure failure) {
      return failure.errnoName();
    }
  }

  private FilteredMachine() {}
}
