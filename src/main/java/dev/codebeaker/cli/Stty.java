package dev.codebeaker.cli;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The terminal of this process, through the program {@code stty}. */
final class Stty implements Screen {
  private static final Path TERMINAL = Path.of("/dev/tty");
  private static final TerminalSize USUAL = new TerminalSize(80, 24);
  private static final String USUAL_TYPE = "xterm";

  private final String program;
  private final Path device;

  Stty() {
    this("stty", TERMINAL);
  }

  Stty(String program, Path device) {
    this.program = program;
    this.device = device;
  }

  @Override
  public String type() {
    return Optional.ofNullable(System.getenv("TERM"))
        .filter(type -> !type.isBlank())
        .orElse(USUAL_TYPE);
  }

  /** A terminal that was told no size says zero. */
  @Override
  public TerminalSize size() {
    String[] rowsAndColumns = run("size").split(" ", -1);
    try {
      return new TerminalSize(
          Integer.parseInt(rowsAndColumns[1]), Integer.parseInt(rowsAndColumns[0]));
    } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
      return USUAL;
    }
  }

  /** Put back at the latest when this process ends, but for a kill that it does not notice. */
  @Override
  public Raw raw() {
    String before = run("-g");
    AtomicBoolean back = new AtomicBoolean();
    Runnable putBack =
        () -> {
          if (!back.getAndSet(true)) {
            run(before);
          }
        };
    Thread atExit = new Thread(() -> quietly(putBack), "terminal");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      run("raw", "-echo");
    } catch (ServiceException e) {
      forget(atExit);
      throw e;
    }
    return () -> {
      forget(atExit);
      putBack.run();
    };
  }

  /** At the end of the process nobody is left to be told: the terminal itself may be gone. */
  private static void quietly(Runnable putBack) {
    try {
      putBack.run();
    } catch (ServiceException e) {
      // See above.
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending: it has begun to run.
    }
  }

  private String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(device.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw unusable(said.strip());
      }
      return said.strip();
    } catch (IOException e) {
      throw unusable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unusable("interrupted");
    }
  }

  private static ServiceException unusable(String why) {
    return ServiceException.of(ErrorCode.NOT_SUPPORTED, "the terminal can not be used: " + why)
        .fix("install stty (coreutils), or redirect the input to do without a terminal");
  }
}
