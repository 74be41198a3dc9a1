package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.runtime.process.agent.AgentCommand;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.jail.JailPaths;
import dev.codebeaker.runtime.process.jail.JailSpec.Allowance;
import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import dev.codebeaker.runtime.process.jail.Program;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.jail.ProgramSpec.KernelLimits;
import dev.codebeaker.runtime.process.jail.TerminalJail;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Opens jails and starts interpreters in them, for the toolchains of one runtime. */
final class SeatMaker {
  /** Beyond the limit that is watched: the kernel's own is in whole seconds of one process. */
  private static final long SPARE_SECONDS = 2;

  private final Function<Language, ToolchainTools> toolchains;
  private final Furnishing furnishing;
  private final Duration startTimeout;

  /**
   * @param furnishing what the toolchains need in their jails
   */
  SeatMaker(
      Function<Language, ToolchainTools> toolchains, Furnishing furnishing, Duration startTimeout) {
    this.toolchains = toolchains;
    this.furnishing = furnishing;
    this.startTimeout = startTimeout;
  }

  Jail openJail(JailHouse.Place place, Limits limits) throws IOException, InterruptedException {
    return openJail(place, limits, Optional.empty());
  }

  /**
   * @param shown one more directory of the host that it shows, at its own path
   */
  Jail openJail(JailHouse.Place place, Limits limits, Optional<Path> shown)
      throws IOException, InterruptedException {
    List<Path> all = new ArrayList<>(furnishing.tools());
    shown.ifPresent(all::add);
    Furnishing more = new Furnishing(all, furnishing.brings(), furnishing.image());
    return place.open(more, Allowance.of(limits));
  }

  TerminalJail openTerminal(
      JailHouse.Place place, Limits limits, ProgramSpec program, TerminalSize size)
      throws IOException, InterruptedException {
    return place.openTerminal(
        new Furnishing(furnishing.tools(), program.brought().isPresent(), furnishing.image()),
        Allowance.of(limits),
        program,
        size);
  }

  /** An interpreter in a jail of its own, starting. */
  Seat open(JailHouse.Place place, Language language, Limits limits)
      throws IOException, InterruptedException {
    return open(place, language, limits, agent(language));
  }

  /** The same for one that nobody waits for yet: it also loads what many programs need. */
  Seat openAhead(JailHouse.Place place, Language language, Limits limits)
      throws IOException, InterruptedException {
    return open(place, language, limits, agent(language).startedAhead());
  }

  private Seat open(JailHouse.Place place, Language language, Limits limits, AgentCommand agent)
      throws IOException, InterruptedException {
    Jail jail = openJail(place, limits);
    try {
      return start(jail, language, limits, agent);
    } catch (IOException | RuntimeException failure) {
      jail.close();
      throw failure;
    }
  }

  /** An interpreter in a jail in which nothing runs, starting. */
  Seat start(Jail jail, Language language, Limits limits) throws IOException {
    return start(jail, language, limits, agent(language));
  }

  private Seat start(Jail jail, Language language, Limits limits, AgentCommand agent)
      throws IOException {
    return seat(jail, jail.start(interpreter(jail, language, limits, agent)), language);
  }

  /**
   * The next interpreter in a jail, starting when the program of this one has ended: {@link #seat}
   * is for then. Empty where it is to be started then.
   */
  Optional<Program> startNext(Seat used, Language language, Limits limits) throws IOException {
    return used.jail().startNext(interpreter(used.jail(), language, limits, agent(language)));
  }

  /** Of an interpreter that is starting. */
  Seat seat(Jail jail, Program interpreter, Language language) {
    String main = main(jail.paths(), toolchains.apply(language), language);
    return Seat.starting(jail, interpreter, main, startTimeout.toMillis());
  }

  private ProgramSpec interpreter(Jail jail, Language language, Limits limits, AgentCommand agent) {
    ToolchainTools toolchain = toolchains.apply(language);
    JailPaths paths = jail.paths();
    String main = main(paths, toolchain, language);
    List<String> command =
        agent
            .resolved(toolchain::resolved)
            .in(new AgentCommand.Places(paths.agents(), main, paths.workspace(), paths.scratch()));
    return new ProgramSpec(
        command,
        toolchain.toolchain().programEnvironment(),
        paths.workspace(),
        true,
        withoutTime(kernel(limits)));
  }

  private AgentCommand agent(Language language) {
    return AgentCommand.of(toolchains.apply(language).toolchain()).orElseThrow();
  }

  /** Whether the interpreter of a seat can become a program in this language. */
  boolean fits(Seat seat, Language language) {
    ToolchainTools toolchain = toolchains.apply(language);
    String main = main(seat.jail().paths(), toolchain, language);
    return !agent(language).isBound() || seat.main().equals(main);
  }

  private static String main(JailPaths paths, ToolchainTools toolchain, Language language) {
    return paths.workspace() + "/" + toolchain.fileName(language);
  }

  /** An interpreter may take many turns, and each of them has all the time there is for one. */
  private static KernelLimits withoutTime(KernelLimits limits) {
    return new KernelLimits(0, limits.fileBytes(), limits.openFiles(), limits.dataBytes());
  }

  static KernelLimits kernel(Limits limits) {
    return new KernelLimits(
        limits.cpu().toSeconds() + SPARE_SECONDS, limits.workspaceBytes(), limits.openFiles(), 0);
  }
}
