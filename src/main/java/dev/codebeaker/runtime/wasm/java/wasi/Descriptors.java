package dev.codebeaker.runtime.wasm.java.wasi;

import dev.codebeaker.execution.OutputChunk;
import java.util.Optional;
import java.util.TreeMap;

/** The guest's table of open files. */
final class Descriptors {
  private final TreeMap<Integer, Descriptor> open = new TreeMap<>();
  private final int limit;

  /**
   * @param limit how many the guest may open beside those it is given
   */
  Descriptors(int limit) {
    open.put(0, new Descriptor.Stdin());
    open.put(1, new Descriptor.Output(OutputChunk.Stream.STDOUT));
    open.put(2, new Descriptor.Output(OutputChunk.Stream.STDERR));
    this.limit = limit + open.size();
  }

  void preopen(String mount, Node.Directory directory) {
    add(new Descriptor.OpenDirectory(directory, Optional.of(mount)));
  }

  int add(Descriptor descriptor) {
    if (open.size() >= limit) {
      throw Errno.MFILE.exception();
    }
    int number = 0;
    while (open.containsKey(number)) {
      number++;
    }
    open.put(number, descriptor);
    return number;
  }

  Descriptor get(int number) {
    return Optional.ofNullable(open.get(number)).orElseThrow(Errno.BADF::exception);
  }

  Descriptor.OpenFile file(int number) {
    return switch (get(number)) {
      case Descriptor.OpenFile file -> file;
      case Descriptor.OpenDirectory directory -> throw Errno.ISDIR.exception();
      case Descriptor.Stdin stdin -> throw Errno.SPIPE.exception();
      case Descriptor.Output output -> throw Errno.SPIPE.exception();
    };
  }

  Node.Directory directory(int number) {
    return get(number) instanceof Descriptor.OpenDirectory directory
        ? directory.node()
        : notDirectory();
  }

  private static Node.Directory notDirectory() {
    throw Errno.NOTDIR.exception();
  }

  void close(int number) {
    if (get(number) instanceof Descriptor.OpenFile file) {
      file.node.close();
    }
    open.remove(number);
  }

  void renumber(int from, int to) {
    Descriptor moved = get(from);
    if (from != to) {
      close(to);
      open.remove(from);
      open.put(to, moved);
    }
  }
}
