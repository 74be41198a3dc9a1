package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A shell that does nothing until it is told what to become: time to put it into a group. */
record WaitingShell(Process process) implements AutoCloseable {
  static WaitingShell start() throws IOException {
    return new WaitingShell(new ProcessBuilder("/bin/sh").redirectErrorStream(true).start());
  }

  /** In its place, a program with nothing on its standard input. */
  WaitingShell python(String script) throws IOException {
    return become("exec /usr/bin/python3 -I -c \"$(cat <<'END'\n" + script + "\nEND\n)\"");
  }

  WaitingShell become(String command) throws IOException {
    try (var commands = process.getOutputStream()) {
      commands.write((command + " < /dev/null\n").getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  String firstLine() throws IOException {
    return String.valueOf(process.inputReader().readLine());
  }

  ConfinedProgram ended() throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ConfinedProgram(process.waitFor(), output.strip());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
