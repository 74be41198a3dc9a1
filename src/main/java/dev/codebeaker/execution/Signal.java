package dev.codebeaker.execution;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A signal that may be sent to what runs. Their numbers are Linux's. */
public enum Signal {
  HUP(1),
  INT(2),
  QUIT(3),
  KILL(9),
  USR1(10),
  USR2(12),
  TERM(15),
  CONT(18),
  STOP(19),
  TSTP(20),
  WINCH(28);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Takes {@code INT} and {@code SIGINT}. */
  public static Optional<Signal> byName(String name) {
    String plain = name.startsWith("SIG") ? name.substring(3) : name;
    return Arrays.stream(values()).filter(signal -> signal.name().equals(plain)).findFirst();
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(Signal::name).toList();
  }
}
