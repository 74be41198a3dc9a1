package dev.codebeaker.runtime.process.container;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.runtime.process.jail.JailPaths;
import java.util.ArrayList;
import java.util.List;

/**
 * The shell text that runs in containers of an engine elsewhere. What belongs to the service there
 * is not interrupted by signals that a program is sent, and what is a client's comes in arguments.
 */
final class RemoteText {
  /** Where fifos, agents and what programs bring are; in memory, the guest's own. */
  static final String PLACE = "/run/codebeaker";

  /** Of an argument; the kernel takes no longer ones. */
  private static final int MOST_CHARACTERS = 30_000;

  private static final String SIGNALS = "1 2 3 10 12 15 20 28";

  /** What it executes ignores them, too. */
  private static final String UNTOUCHED = "trap '' " + SIGNALS + "\n";

  /**
   * The container's figures, for each line that is read: nanoseconds, bytes, how often memory ran
   * out, processes. It ends when nobody is attached any more, and with it the container.
   */
  private static final String FIGURES =
      """
      cd /sys/fs/cgroup || exit 1
      while read -r q; do
        c=0 m=0 o=0 t=0
        if [ -r cpu.stat ] && [ -r memory.events ]; then
          while read -r k v; do [ "$k" != usage_usec ] || c=${v}000; done <cpu.stat
          if [ -r memory.peak ]; then read -r m <memory.peak; else read -r m <memory.current; fi
          while read -r k v; do [ "$k" != oom_kill ] || o=$v; done <memory.events
          read -r t <pids.current
        else
          read -r c <cpuacct/cpuacct.usage
          read -r m <memory/memory.max_usage_in_bytes
          while read -r k v; do [ "$k" != oom_kill ] || o=$v; done <memory/memory.oom_control
          read -r t <pids/pids.current
        fi 2>/dev/null
        echo "$c $m $o $t"
      done
      """;

  /** Says first whether the workspace is new. */
  static final String FURNISH =
      """
      umask 077
      if [ -z "$(ls -A /workspace)" ]; then echo new; else echo known; fi
      cd %s && mkdir agents brought && exec tar -xpf - -C agents
      """
          .formatted(PLACE);

  /** Unpacks in the directory {@code $1}. */
  static final String UNPACK = "exec tar -xpf - -C \"$1\"";

  static final String BRING =
      "rm -rf %1$s/program && exec tar -xpf - -C %1$s".formatted(JailPaths.OWN_ROOT.brought());

  /** Removes what its arguments name from the workspace, and unpacks there. */
  static final String PUSH =
      UNTOUCHED + "cd /workspace || exit 1; [ $# = 0 ] || rm -rf -- \"$@\"; exec tar -xpf -";

  static final String PULL = UNTOUCHED + "cd /workspace && exec tar -cf - .";

  /** After a mark {@code $1} in the streams of what runs. */
  static final String MARK_AND_PULL =
      """
      %s
      read -r p <%s/pid
      printf %%s "$1" >/proc/$p/fd/1
      printf %%s "$1" >/proc/$p/fd/2
      %s
      """
          .formatted(UNTOUCHED, PLACE, PULL);

  static final int NOTHING_THERE = 3;

  static final String FETCH =
      UNTOUCHED
          + "cd /tmp || exit 1; [ -e \"$1\" ] || exit %d; exec tar -cf - -- \"$1\""
              .formatted(NOTHING_THERE);

  /** All that the guest's user runs, but for who calls. */
  static final String SIGNAL = "kill -\"$1\" -1";

  /** What it began and left behind ends with it, and only then its streams do. */
  private static final String END =
      """
      c=$?
      kill -9 -1 2>/dev/null
      exit $c
      """;

  private static final String PROGRAM =
      """
      trap : %s
      t=; for p; do t=$t$p; done
      ( eval "$t" )
      %s"""
          .formatted(SIGNALS, END);

  private static final String TERMINAL =
      """
      stty cols "$1" rows "$2"; shift 2
      %s"""
          .formatted(PROGRAM);

  /**
   * An interpreter that answers by fifos named after the number {@code $1}. Its input is one too,
   * which is at its end whenever nobody writes.
   */
  private static final String INTERPRETER =
      """
      trap : %1$s
      f=%2$s/$1; shift
      umask 077
      mkfifo $f.0 $f.4 $f.3 || exit 126
      echo $$ >%2$s/pid
      t=; for p; do t=$t$p; done
      exec 8<&0
      ( trap '' %1$s; exec cat <&8 >$f.0 ) &
      exec 8<&-
      ( eval "$t" ) <$f.0 3<$f.3 4>$f.4
      %3$s"""
          .formatted(SIGNALS, PLACE, END);

  /** The other sides of two of these: requests come as input, and answers are its output. */
  private static final String BRIDGE =
      """
      trap '' %1$s
      f=%2$s/$1 i=0
      until [ -p $f.3 ]; do i=$((i+1)); [ $i -lt 1000 ] || exit 1; sleep 0.01; done
      exec 8<&0
      cat <&8 >$f.3 &
      exec 8<&-
      exec cat <$f.4
      """
          .formatted(SIGNALS, PLACE);

  /** The input of one turn, after what the one before has not read. Says when it is open. */
  private static final String TURN_INPUT =
      """
      trap '' %1$s
      f=%2$s/$1.0
      %3$s
      exec 7>$f
      echo open
      exec cat >&7
      """;

  private static final String EMPTY =
      """
      exec 9<>$f 8<$f 9>&-
      cat <&8 >/dev/null
      """;

  static List<String> figures() {
    return List.of("/bin/sh", "-c", FIGURES, "sh");
  }

  static List<String> program(String text) {
    return line(PROGRAM, List.of(), text);
  }

  static List<String> terminal(TerminalSize size, String text) {
    return line(
        TERMINAL, List.of(Integer.toString(size.columns()), Integer.toString(size.rows())), text);
  }

  static List<String> interpreter(int number, String text) {
    return line(INTERPRETER, List.of(Integer.toString(number)), text);
  }

  static List<String> bridge(int number) {
    return command(BRIDGE, List.of(Integer.toString(number)));
  }

  static List<String> turnInput(int number) {
    return command(
        TURN_INPUT.formatted(SIGNALS, PLACE, EMPTY + "exec 8<&-"),
        List.of(Integer.toString(number)));
  }

  static List<String> emptyInput(int number) {
    return command("f=%s/$1.0\n%s".formatted(PLACE, EMPTY), List.of(Integer.toString(number)));
  }

  static List<String> command(String script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(arguments);
    return List.copyOf(command);
  }

  private static List<String> line(String script, List<String> arguments, String text) {
    List<String> all = new ArrayList<>(arguments);
    for (int at = 0; at < text.length(); at += MOST_CHARACTERS) {
      all.add(text.substring(at, Math.min(text.length(), at + MOST_CHARACTERS)));
    }
    return command(script, all);
  }

  private RemoteText() {}
}
