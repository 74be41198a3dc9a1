package dev.codebeaker.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The command line over a fake service, with its streams in memory. */
final class CommandLineFixture {
  final Map<String, String> settings = new LinkedHashMap<>();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeService service;
  private final String input;
  private final Optional<FakeScreen> screen;

  CommandLineFixture(FakeService service, String input) {
    this(service, input, Optional.empty());
  }

  /** A person sits at the terminal. */
  CommandLineFixture(FakeService service, String input, FakeScreen screen) {
    this(service, input, Optional.of(screen));
  }

  private CommandLineFixture(FakeService service, String input, Optional<FakeScreen> screen) {
    this.service = service;
    this.input = input;
    this.screen = screen;
  }

  int run(String... arguments) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            screen.isPresent(),
            screen.orElseGet(FakeScreen::new));
    return new CommandLineInterface(new FakeApplication(), new LocalSetup(), terminal)
        .execute(arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private final class FakeApplication implements Application {
    @Override
    public int listening(Map<String, String> given, Task task) {
      settings.putAll(given);
      return quietly(task);
    }

    @Override
    public int quietly(Task task) {
      try {
        return task.run(service);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
