package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Fifo;
import dev.codebeaker.linux.Identity;
import dev.codebeaker.linux.Pipes;
import dev.codebeaker.linux.PseudoTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directory of a jail's pipes and scripts, and the one of what its programs bring along.
 * Programs in the jail can open what is in them, and neither make nor remove anything there.
 */
final class JailDirectory implements AutoCloseable {
  private static final FileAttribute<?> PASSAGE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));
  private static final int OWNER_READS_AND_WRITES = 0600;
  private static final String PROGRAM = "program";
  private static final int STANDARD = 3;
  private static final int WITH_AGENT = 5;

  private final Path path;
  private final Optional<Path> brought;
  private final Pipes pipes;
  private final Optional<Identity> identity;

  private JailDirectory(
      Path path, Optional<Path> brought, Pipes pipes, Optional<Identity> identity) {
    this.path = path;
    this.brought = brought;
    this.pipes = pipes;
    this.identity = identity;
  }

  static JailDirectory create(
      Path path, Optional<Path> brought, Pipes pipes, Optional<Identity> identity)
      throws IOException {
    Files.createDirectory(path, PASSAGE);
    JailDirectory created = new JailDirectory(path, brought, pipes, identity);
    if (brought.isPresent()) {
      try {
        Files.createDirectory(brought.get(), PASSAGE);
      } catch (IOException failure) {
        created.close();
        throw failure;
      }
    }
    return created;
  }

  /**
   * Lays out what a program brings along. What the program before brought is removed: it has ended.
   *
   * @param paths where the jail sees it
   */
  ProgramSpec bring(ProgramSpec spec, JailPaths paths) throws IOException {
    if (brought.isEmpty()) {
      if (spec.brought().isPresent()) {
        throw new IllegalArgumentException("programs of this jail bring nothing along");
      }
      return spec;
    }
    Path place = brought.get().resolve(PROGRAM);
    FileTree.remove(place);
    if (spec.brought().isEmpty()) {
      return spec;
    }
    FileTree.link(spec.brought().get(), place);
    return spec.with(paths.brought() + "/" + PROGRAM);
  }

  /** The pipes to a supervisor that can not inherit them. */
  LocalJail.Channel channel() throws IOException {
    List<Descriptor> ends = new ArrayList<>();
    try {
      ends.add(pipes.openToWrite(fifo("orders")));
      ends.add(pipes.openToRead(fifo("reports")));
      ends.add(pipes.openToRead(fifo("complaints")));
      return new LocalJail.Channel(ends.get(0), ends.get(1), ends.get(2));
    } catch (IOException failure) {
      ends.forEach(Descriptor::close);
      throw failure;
    }
  }

  /** The supervisor has opened them, and nobody else is to. */
  void closeEntrance() throws IOException {
    for (String name : List.of("orders", "reports", "complaints")) {
      Files.deleteIfExists(path.resolve(name));
    }
  }

  /** Lays out what the supervisor needs to start a program, and opens the service's ends. */
  Program prepare(int number, ProgramSpec spec, JailPaths paths) throws IOException {
    List<Descriptor> ends = new ArrayList<>();
    try {
      writeScript(number, bring(spec, paths));
      for (int i = 0; i < (spec.agent() ? WITH_AGENT : STANDARD); i++) {
        ends.add(end(number, i));
      }
      Optional<Program.AgentPipes> agent =
          spec.agent()
              ? Optional.of(new Program.AgentPipes(ends.get(3), ends.get(4)))
              : Optional.empty();
      return new Program(number, ends.get(0), ends.get(1), ends.get(2), agent);
    } catch (IOException failure) {
      ends.forEach(Descriptor::close);
      tidy(number);
      throw failure;
    }
  }

  /** The same for a program whose streams are a terminal: the supervisor finds it by a link. */
  Program prepare(int number, ProgramSpec spec, PseudoTerminal terminal, JailPaths paths)
      throws IOException {
    try {
      writeScript(number, bring(spec, paths));
      Files.createSymbolicLink(path.resolve(number + ".tty"), terminal.slave());
    } catch (IOException failure) {
      tidy(number);
      throw failure;
    }
    Descriptor master = terminal.master();
    return new Program(number, master, master, master, Optional.empty());
  }

  private void writeScript(int number, ProgramSpec spec) throws IOException {
    write(number + ".sh", ShellText.supervised(number, spec));
  }

  /** A text that programs of the jail can read. */
  void write(String name, String text) throws IOException {
    Path file = path.resolve(name);
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** The program reads 0 and 3, and writes the others. */
  private Descriptor end(int number, int descriptor) throws IOException {
    Fifo fifo = fifo(number + "." + descriptor);
    return descriptor == 0 || descriptor == STANDARD
        ? pipes.openToWrite(fifo)
        : pipes.openToRead(fifo);
  }

  private Fifo fifo(String name) throws IOException {
    Fifo fifo = Fifo.create(path.resolve(name), OWNER_READS_AND_WRITES);
    if (identity.isPresent()) {
      fifo.give(identity.get());
    }
    return fifo;
  }

  Pipes pipes() {
    return pipes;
  }

  /** Removes the names: the program has opened what it needs, or never will. */
  void tidy(int number) throws IOException {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(path, number + ".*")) {
      for (Path name : names) {
        Files.deleteIfExists(name);
      }
    }
  }

  @Override
  public void close() throws IOException {
    FileTree.remove(path);
    if (brought.isPresent()) {
      FileTree.remove(brought.get());
    }
  }
}
