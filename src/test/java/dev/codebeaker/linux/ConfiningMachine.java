package dev.codebeaker.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Confines a thread of its own without being the superuser. */
final class ConfiningMachine {
  public static void main(String[] arguments) throws Exception {
    Confinement confinement =
        new Confinement(
            Landlock.nothing().executable(Path.of(System.getProperty("java.home"), "lib")),
            SeccompFilter.refusing(),
            Optional.empty());
    Thread thread = Thread.ofPlatform().start(() -> System.out.println(attempt(confinement)));
    thread.join();
    try {
      new Credentials(1, 1).take();
    } catch (LinuxFailure failure) {
      System.out.println("take: " + failure.errnoName());
    }
    System.out.println(Files.isReadable(Path.of("/etc/passwd")) ? "still here" : "lost");
  }

  private static String attempt(Confinement confinement) {
    try (var name = java.lang.foreign.Arena.ofConfined()) {
      confinement.apply();
      long path = name.allocateFrom("/etc/passwd").address();
      return "opened " + Syscall.call(SystemCall.OPENAT, -100, path, 0, 0);
    } catch (LinuxFailure failure) {
      return "refused: " + failure.errnoName();
    }
  }

  private ConfiningMachine() {}
}
