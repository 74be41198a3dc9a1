package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.runtime.process.jail.ProgramSpec.KernelLimits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The shell text that a jail's supervisor runs. Every word of a client's is quoted whole. */
public final class ShellText {
  private static final String PROCESSES =
      """
      ulimit -c 0
      [ %s -le 0 ] || ulimit -u %s 2>/dev/null || ulimit -p %s
      """;

  /** Opens what others inherit, by the names that {@link JailDirectory} gives it. */
  static final String ENTRANCE =
      """
      exec 2>"$1/complaints" 8<"$1/orders" 9>"$1/reports"
      """;

  private static final String DEFAULT_SIGNALS = "env --default-signal=INT,QUIT";

  /**
   * Begins a command that keys do not interrupt, whose program is {@link #alone}: to the terminal
   * the confining program is one of those in the foreground. No shell can take back that a signal
   * is ignored, and an older env(1) can not either: then it stays as it is.
   */
  static final List<String> UNINTERRUPTED =
      List.of(
          "/bin/sh",
          "-c",
          "! %s true 2>/dev/null || trap '' INT QUIT; exec \"$@\"".formatted(DEFAULT_SIGNALS),
          "sh");

  /** Variables that some shells let nobody set, or not to just any text. */
  private static final Set<String> PARTICULAR =
      Set.of(
          "OPTIND",
          "PPID",
          "LINENO",
          "UID",
          "EUID",
          "GROUPS",
          "SHELLOPTS",
          "BASHOPTS",
          "BASH_VERSINFO");

  /**
   * Starts one program at a time. Its orders are numbers, of which each names a script and the
   * pipes of one program; it answers {@code s <number>} when the pipes are open and {@code x
   * <number> <code>} when the program has ended. Descriptors 8 and 9 are its own.
   *
   * <p>A program with a terminal gets that instead of pipes. It becomes the terminal of the
   * supervisor's session; the keys that interrupt reach the supervisor too, who goes on.
   *
   * <p>Its first word is {@code r}: it waits for orders. {@code $1} is the directory of the pipes,
   * {@code $2} how many processes there may be.
   *
   * @param sweep ends what a program left
   * @param watch what ends the jail when the service is gone: its orders end then, and while a
   *     program runs somebody else has to notice
   */
  static String supervisor(String sweep, ServiceWatch watch) {
    boolean watched = !watch.line().isEmpty();
    return """
        r=$1
        ulimit -c 0
        if [ "$2" -gt 0 ]; then ulimit -u "$2" 2>/dev/null || ulimit -p "$2"; fi
        echo r >&9
        while IFS= read -r n <&8; do
          %s
          if [ -c "$r/$n.tty" ]; then
            trap : INT QUIT
            exec 7<>"$r/$n.tty"
            ( . "$r/$n.sh" ) <&7 >&7 2>&7 7>&-
            c=$?
            exec 7>&-
          elif [ -p "$r/$n.3" ]; then
            ( . "$r/$n.sh" ) \\
              <"$r/$n.0" >"$r/$n.1" 2>"$r/$n.2" 3<"$r/$n.3" 4>"$r/$n.4"
            c=$?
          else
            ( . "$r/$n.sh" ) <"$r/$n.0" >"$r/$n.1" 2>"$r/$n.2"
            c=$?
          fi
          %s
          %s
          echo "x $n $c" >&9
        done
        %s
        """
        .formatted(
            watched ? "( " + watch.line() + "; " + orNothing(sweep) + " ) & w=$!" : ":",
            orNothing(sweep),
            watched ? "kill -9 $w 2>/dev/null; wait $w 2>/dev/null" : ":",
            sweep);
  }

  private static String orNothing(String sweep) {
    return sweep.isEmpty() ? ":" : sweep;
  }

  /** A program without a supervisor, which begins when a line comes to descriptor 8. */
  static String alone(ProgramSpec spec, int processes) {
    return PROCESSES.formatted(processes, processes, processes)
        + "IFS= read -r n <&8 || exit 126\nexec 8<&-\n"
        + "set --; ! %1$s true 2>/dev/null || set -- %1$s\n".formatted(DEFAULT_SIGNALS)
        + program(spec, "\"$@\" ");
  }

  /** The same with a word to the supervisor's master first: its pipes and its text are open. */
  static String supervised(int number, ProgramSpec spec) {
    return "echo 's " + number + "' >&9\nexec 8<&- 9>&-\n" + program(spec);
  }

  /** Becomes the program. What the shell itself is short of ends with 126 or 127, as usual. */
  public static String program(ProgramSpec spec) {
    return program(spec, "");
  }

  /**
   * @param by what executes it, if the shell does not itself
   */
  private static String program(ProgramSpec spec, String by) {
    StringBuilder text = new StringBuilder();
    KernelLimits limits = spec.limits();
    text.append("cd ").append(quoted(spec.directory())).append(" || exit 126\n");
    text.append("trap '' XFSZ\n"); // a file that is too large is an error of the write
    text.append("b=512; [ -z \"${BASH_VERSION:-}\" ] || [ -o posix ] || b=1024\n");
    if (limits.cpuSeconds() > 0) {
      text.append("ulimit -t ").append(limits.cpuSeconds()).append('\n');
    }
    text.append("ulimit -f $(( ").append(limits.fileBytes()).append(" / b ))\n");
    text.append("ulimit -n ").append(limits.openFiles()).append('\n');
    if (limits.dataBytes() > 0) {
      text.append("ulimit -d ").append(limits.dataBytes() / 1024).append('\n');
    }
    text.append("unset r n c b w OLDPWD\n");
    for (Map.Entry<String, String> variable : new TreeMap<>(spec.environment()).entrySet()) {
      if (isShellName(variable.getKey())) {
        text.append("export ")
            .append(variable.getKey())
            .append('=')
            .append(quoted(variable.getValue()))
            .append('\n');
      }
    }
    text.append("exec ").append(by).append(otherVariables(spec));
    spec.command().forEach(word -> text.append(' ').append(quoted(word)));
    return text.append('\n').toString();
  }

  /** Variables whose names a shell has no words for go through env(1). */
  private static String otherVariables(ProgramSpec spec) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(spec.environment())
        .forEach(
            (name, value) -> {
              if (!isShellName(name)) {
                text.append(text.isEmpty() ? "env -- " : " ").append(quoted(name + "=" + value));
              }
            });
    return text.toString();
  }

  private static boolean isShellName(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !PARTICULAR.contains(name);
  }

  public static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private ShellText() {}
}
