package dev.codebeaker.runtime.process;

import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.jail.JailSpec.Allowance;
import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import dev.codebeaker.runtime.process.jail.Program;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.jail.ProgramSpec.KernelLimits;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import dev.codebeaker.runtime.process.tool.Tools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has a tool of the host answer something, in a jail of its own. */
final class ToolQuestion {
  private static final Allowance ALLOWANCE = new Allowance(64, 1L << 30, 16L << 20, 1000);
  private static final int MOST_BYTES = 1 << 20;

  private final JailHouse house;
  private final Tools allTools;
  private final Duration timeout;

  ToolQuestion(JailHouse house, Tools allTools, Duration timeout) {
    this.house = house;
    this.allTools = allTools;
    this.timeout = timeout;
  }

  /** What it wrote, up to a bound. */
  record Answer(String out, String err) {}

  /**
   * @param command in which {@code {agents}} stands for the directory of the agents
   * @throws IOException if it fails, or takes too long
   */
  Answer ask(ToolchainTools tools, List<String> command) throws IOException, InterruptedException {
    JailHouse.Place place = house.newPlace();
    try (Jail jail = place.open(furnishing(tools), ALLOWANCE)) {
      ProgramSpec spec =
          new ProgramSpec(
              command.stream()
                  .map(word -> word.replace("{agents}", jail.paths().agents()))
                  .toList(),
              tools.toolchain().programEnvironment(),
              jail.paths().workspace(),
              false,
              new KernelLimits(20, 1 << 20, 256, 0));
      try (Program program = jail.start(spec)) {
        return answer(jail, program);
      }
    } catch (ExecutionException | TimeoutException failure) {
      throw new IOException("it did not answer in time", failure);
    } finally {
      place.files().close();
      place.close();
    }
  }

  private Furnishing furnishing(ToolchainTools tools) {
    return new Furnishing(allTools.roots(tools.all()), false, tools.toolchain().image());
  }

  private Answer answer(Jail jail, Program program)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    String out = read(program.stdout());
    OptionalInt code = program.ended().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    String err = read(program.stderr());
    if (!code.equals(OptionalInt.of(0))) {
      throw new IOException((err + jail.complaints()).strip().lines().findFirst().orElse(""));
    }
    return new Answer(out, err);
  }

  private static String read(Descriptor stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
      if (bytes.size() < MOST_BYTES) {
        bytes.write(buffer, 0, n);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
