package dev.codebeaker.runtime.process.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.language.Ending;
import dev.codebeaker.language.Surroundings;
import dev.codebeaker.runtime.contract.RecordingSink;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real agent in a process of this machine, not in a jail, and the service's side of it. */
final class AgentProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final OutputStream requests;
  private final InputStream answers;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Thread> readers = new ArrayList<>();
  final Path main;
  final Path workspace;
  final Agent agent;
  final AgentAnswer.Ready ready;
  final RecordingSink shown = new RecordingSink();

  /**
   * @param root an empty directory
   * @param fileName of the program the agent may become
   */
  AgentProcess(AgentTool tool, Path root, String fileName) throws Exception {
    this(tool, tool.command(), root, fileName);
  }

  AgentProcess(AgentTool tool, AgentCommand command, Path root, String fileName) throws Exception {
    workspace = Files.createDirectories(root.resolve("workspace"));
    main = workspace.resolve(fileName);
    for (var text : command.kind().texts().entrySet()) {
      Files.write(root.resolve(text.getKey()), text.getValue());
    }
    Path requestPipe = fifo(root.resolve("requests"));
    Path answerPipe = fifo(root.resolve("answers"));
    process = start(tool, command, root, List.of(requestPipe.toString(), answerPipe.toString()));
    readers.add(reading(process.getInputStream(), out));
    readers.add(reading(process.getErrorStream(), err));
    requests = new FileOutputStream(requestPipe.toFile());
    answers = new FileInputStream(answerPipe.toFile());
    agent = new Agent(requests::write, answers::read);
    ready = agent.awaitReady();
  }

  /** The shell opens the two pipes as descriptors 3 and 4 and becomes the interpreter. */
  private Process start(AgentTool tool, AgentCommand agent, Path root, List<String> pipes)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("/bin/sh", "-c", "r=$1 a=$2; shift 2; exec \"$@\" 3<\"$r\" 4>\"$a\"", "sh"));
    words.addAll(pipes);
    List<String> command =
        new ArrayList<>(
            agent.in(
                new AgentCommand.Places(
                    root.toString(), main.toString(), workspace.toString(), "/tmp")));
    command.set(0, tool.executable().toString());
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words).directory(workspace.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", root.toString(), "NO_COLOR", "1"));
    return builder.start();
  }

  private static Path fifo(Path path) throws Exception {
    if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
      throw new IOException("no pipe at " + path);
    }
    return path;
  }

  private static Thread reading(InputStream stream, ByteArrayOutputStream into) {
    return Thread.startVirtualThread(
        () -> {
          try (stream) {
            stream.transferTo(into);
          } catch (IOException e) {
            // the process is gone
          }
        });
  }

  /** How a program ended. */
  record Ended(int code, Optional<Ending> ending, String out, String err) {}

  Ended program(String code, Surroundings around, String stdin) throws Exception {
    Files.writeString(main, code);
    agent.start(new Job.Program(main.toString(), workspace.toString(), around));
    try (OutputStream input = process.getOutputStream()) {
      input.write(stdin.getBytes(UTF_8));
    } catch (IOException e) {
      // it has ended without reading
    }
    Optional<Ending> ending = agent.followProgram(shown);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the program's process goes on");
    }
    for (Thread reader : readers) {
      reader.join(PATIENCE);
    }
    return new Ended(process.exitValue(), ending, out.toString(UTF_8), err.toString(UTF_8));
  }

  void awaitOut(String expected) {
    await().atMost(PATIENCE).until(() -> out.toString(UTF_8).contains(expected));
  }

  String awaitErr(String expected) {
    await().atMost(PATIENCE).until(() -> err.toString(UTF_8).contains(expected));
    return err.toString(UTF_8);
  }

  void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Lets go of the agent, and answers its exit code. */
  int letGo() throws Exception {
    requests.close();
    return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly().waitFor();
    requests.close();
    answers.close();
  }
}
