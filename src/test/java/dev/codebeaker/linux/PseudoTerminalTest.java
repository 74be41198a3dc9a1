package dev.codebeaker.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PseudoTerminalTest {
  private static final Identity SOMEBODY = new Identity(54_003, 54_003);

  private Programs programs;
  private PseudoTerminal terminal;
  private final StringBuilder screen = new StringBuilder();

  @BeforeEach
  void open() throws IOException {
    programs = new Programs();
    terminal = PseudoTerminal.open(programs.poller, 80, 24);
  }

  @AfterEach
  void close() {
    terminal.close();
    programs.close();
  }

  @Test
  void aProgramHasItAsItsControllingTerminal() throws IOException {
    ChildProcess child = start("[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && tty && echo on >/dev/tty");
    assertThat(Descriptors.text(terminal.master())).isEqualTo(terminal.slave() + "\r\non\r\n");
    assertThat(child.exit().join()).isEqualTo(new ExitStatus.Exited(0));
  }

  @Test
  void oneCanBeMadeWhereAProcessSeesItsFiles() throws IOException {
    try (PseudoTerminal other =
        PseudoTerminal.openBelow(Path.of("/proc/self/root"), programs.poller, 81, 25)) {
      assertThat(other.slave()).exists().isNotEqualTo(terminal.slave());
    }
    assertThatThrownBy(
            () -> PseudoTerminal.openBelow(Path.of("/proc/self"), programs.poller, 81, 25))
        .isInstanceOf(IOException.class);
  }

  @Test
  void itsSizeIsSeenAndAChangeIsTold() throws IOException {
    start("trap 'stty size; exit' WINCH; stty size; while :; do read line; done");
    awaitOnScreen("24 80\r\n");
    terminal.resize(132, 50);
    awaitOnScreen("50 132\r\n");
  }

  @Test
  void whatIsTypedIsReadAndEchoed() throws IOException {
    start("read line; echo got $line");
    terminal.master().write("word\n".getBytes(UTF_8));
    awaitOnScreen("word\r\ngot word\r\n");
  }

  @Test
  void theInterruptKeyInterrupts() throws IOException {
    ChildProcess child = start("echo ready; exec cat");
    awaitOnScreen("ready\r\n");
    terminal.master().write(new byte[] {3});
    assertThat(child.exit().join()).isEqualTo(new ExitStatus.Signalled(2));
  }

  @Test
  void closingItHangsUp() throws IOException {
    ChildProcess child = start("echo ready; exec cat");
    awaitOnScreen("ready\r\n");
    terminal.close();
    assertThat(child.exit().join()).isEqualTo(new ExitStatus.Signalled(1));
  }

  @Test
  void aUserItIsGivenToCanOpenIt() throws IOException {
    if (ThreadIdentity.ownUser() != 0) {
      assertThatThrownBy(() -> terminal.give(SOMEBODY)).hasMessageEndingWith("EPERM");
      return;
    }
    terminal.give(SOMEBODY);
    assertThat(Files.getAttribute(terminal.slave(), "unix:uid")).isEqualTo(SOMEBODY.user());
    programs.spawner.start(program("tty; id -u"), ThreadPlace.SAME, Optional.of(SOMEBODY));
    awaitOnScreen(terminal.slave() + "\r\n54003\r\n");
  }

  @Test
  void aSizeNoTerminalHasIsRefused() {
    assertThatThrownBy(() -> terminal.resize(0, 24))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("columns and rows must be from 1 to 65535, not 0 and 24");
  }

  private void awaitOnScreen(String text) throws IOException {
    byte[] buffer = new byte[1024];
    while (screen.indexOf(text) < 0) {
      int count = terminal.master().read(buffer);
      assertThat(count).as("end of the terminal after: %s", screen).isPositive();
      screen.append(new String(buffer, 0, count, UTF_8));
    }
  }

  private ChildProcess start(String script) throws IOException {
    return programs.spawner.start(program(script));
  }

  private ProgramStart program(String script) {
    return new ProgramStart(
        List.of("/bin/sh", "-c", script),
        Map.of("PATH", "/usr/bin:/bin"),
        Path.of("/"),
        Map.of(),
        true,
        Optional.of(terminal.slave()));
  }
}
