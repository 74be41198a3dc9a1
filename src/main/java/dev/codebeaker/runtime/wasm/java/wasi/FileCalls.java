package dev.codebeaker.runtime.wasm.java.wasi;

import dev.codebeaker.runtime.wasm.java.Output;
import dev.codebeaker.runtime.wasm.java.StdinPipe;
import java.util.function.Supplier;

/** Reading and writing through descriptors. */
final class FileCalls {
  private static final int SEEK_SET = 0;
  private static final int SEEK_CURRENT = 1;
  private static final int SEEK_END = 2;

  private final Descriptors descriptors;
  private final StdinPipe stdin;
  private final Supplier<Output> output;

  FileCalls(Descriptors descriptors, StdinPipe stdin, Supplier<Output> output) {
    this.descriptors = descriptors;
    this.stdin = stdin;
    this.output = output;
  }

  void register(Wasi wasi) {
    wasi.add("fd_read", "iiii", this::read);
    wasi.add("fd_write", "iiii", this::write);
    wasi.add("fd_pread", "iiiIi", this::readAt);
    wasi.add("fd_pwrite", "iiiIi", this::writeAt);
    wasi.add("fd_seek", "iIii", this::seek);
    wasi.add("fd_tell", "ii", call -> call.putWide(1, file(call).position()));
    wasi.add("fd_allocate", "iII", this::allocate);
    wasi.add("fd_filestat_set_size", "iI", this::resize);
    wasi.add("fd_advise", "iIIi", this::file);
    wasi.add("fd_sync", "i", this::file);
    wasi.add("fd_datasync", "i", this::file);
  }

  private Descriptor.OpenFile file(Call call) {
    return descriptors.file(call.number(0));
  }

  private Descriptor.OpenFile readable(Descriptor.OpenFile file) {
    if (!file.readable) {
      throw Errno.NOTCAPABLE.exception();
    }
    return file;
  }

  private Descriptor.OpenFile writable(Descriptor.OpenFile file) {
    if (!file.writable) {
      throw Errno.NOTCAPABLE.exception();
    }
    return file;
  }

  private void read(Call call) {
    call.put(
        3,
        switch (descriptors.get(call.number(0))) {
          case Descriptor.Stdin in -> call.buffers(1).fill((piece, n) -> stdin.read(piece, 0, n));
          case Descriptor.OpenFile file -> read(call, readable(file));
          case Descriptor.Output out -> throw Errno.BADF.exception();
          case Descriptor.OpenDirectory directory -> throw Errno.ISDIR.exception();
        });
  }

  private static int read(Call call, Descriptor.OpenFile file) {
    int count = readAt(call, file, file.position());
    file.position(file.position() + count);
    return count;
  }

  private static int readAt(Call call, Descriptor.OpenFile file, long from) {
    long[] at = {from};
    return call.buffers(1)
        .fill(
            (piece, length) -> {
              int count = file.node.content().read(at[0], piece, 0, length);
              at[0] += count;
              return count;
            });
  }

  private void write(Call call) {
    call.put(
        3,
        switch (descriptors.get(call.number(0))) {
          case Descriptor.Output out -> write(call, out);
          case Descriptor.OpenFile file -> write(call, writable(file));
          case Descriptor.Stdin in -> throw Errno.BADF.exception();
          case Descriptor.OpenDirectory directory -> throw Errno.ISDIR.exception();
        });
  }

  private int write(Call call, Descriptor.Output out) {
    return call.buffers(1)
        .drain(
            (piece, length) -> {
              output.get().write(out.stream(), piece);
              return length;
            });
  }

  private static int write(Call call, Descriptor.OpenFile file) {
    long from = file.append() ? file.node.size() : file.position();
    int count = writeAt(call, file, from);
    file.position(from + count);
    return count;
  }

  private static int writeAt(Call call, Descriptor.OpenFile file, long from) {
    long[] at = {from};
    int count =
        call.buffers(1)
            .drain(
                (piece, length) -> {
                  file.node.content().write(at[0], piece, 0, length);
                  at[0] += length;
                  return length;
                });
    file.node.touch(FileTree.now(), file.node.accessedAt());
    return count;
  }

  private void readAt(Call call) {
    call.put(4, readAt(call, readable(file(call)), offset(call)));
  }

  private void writeAt(Call call) {
    call.put(4, writeAt(call, writable(file(call)), offset(call)));
  }

  private static long offset(Call call) {
    if (call.wide(3) < 0) {
      throw Errno.INVAL.exception();
    }
    return call.wide(3);
  }

  private void seek(Call call) {
    Descriptor.OpenFile file = file(call);
    long from =
        switch (call.number(2)) {
          case SEEK_SET -> 0;
          case SEEK_CURRENT -> file.position();
          case SEEK_END -> file.node.size();
          default -> throw Errno.INVAL.exception();
        };
    long to = from + call.wide(1);
    if (to < 0) {
      throw Errno.INVAL.exception();
    }
    file.position(to);
    call.putWide(3, to);
  }

  private void allocate(Call call) {
    Descriptor.OpenFile file = writable(file(call));
    long end = call.wide(1) + call.wide(2);
    if (call.wide(1) < 0 || call.wide(2) <= 0 || end < 0) {
      throw Errno.INVAL.exception();
    }
    file.node.content().resize(Math.max(end, file.node.size()));
  }

  private void resize(Call call) {
    if (call.wide(1) < 0) {
      throw Errno.INVAL.exception();
    }
    writable(file(call)).node.content().resize(call.wide(1));
  }
}
