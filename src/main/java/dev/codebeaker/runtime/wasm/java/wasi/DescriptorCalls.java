package dev.codebeaker.runtime.wasm.java.wasi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a descriptor is, and what a directory holds. */
final class DescriptorCalls {
  private static final int FDSTAT_BYTES = 24;
  private static final int DIRENT_BYTES = 24;
  private static final int CHARACTER_DEVICE = 2;
  private static final int APPEND = 1;
  private static final long ALL_RIGHTS = (1L << 30) - 1;
  private static final long READ_RIGHTS = 1L << 1 | 1L << 21 | 1L << 27;
  private static final long WRITE_RIGHTS = 1L << 6 | 1L << 21 | 1L << 27;
  private static final long SEEK_RIGHTS = 1L << 2 | 1L << 5;

  private final Descriptors descriptors;

  DescriptorCalls(Descriptors descriptors) {
    this.descriptors = descriptors;
  }

  void register(Wasi wasi) {
    wasi.add("fd_close", "i", call -> descriptors.close(call.number(0)));
    wasi.add("fd_renumber", "ii", call -> descriptors.renumber(call.number(0), call.number(1)));
    wasi.add("fd_fdstat_get", "ii", this::status);
    wasi.add("fd_fdstat_set_flags", "ii", this::setFlags);
    wasi.add("fd_fdstat_set_rights", "iII", call -> descriptors.get(call.number(0)));
    wasi.add("fd_filestat_get", "ii", this::attributes);
    wasi.add("fd_filestat_set_times", "iIIi", this::setTimes);
    wasi.add("fd_prestat_get", "ii", this::mount);
    wasi.add("fd_prestat_dir_name", "iii", this::mountName);
    wasi.add("fd_readdir", "iiiIi", this::list);
  }

  private void status(Call call) {
    Descriptor descriptor = descriptors.get(call.number(0));
    int flags = descriptor instanceof Descriptor.OpenFile file && file.append() ? APPEND : 0;
    ByteBuffer status = ByteBuffer.allocate(FDSTAT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    status.put(0, (byte) type(descriptor)).putShort(2, (short) flags);
    status.putLong(8, rights(descriptor)).putLong(16, inherited(descriptor));
    call.memory().write(call.number(1), status.array(), 0, FDSTAT_BYTES);
  }

  private static int type(Descriptor descriptor) {
    return switch (descriptor) {
      case Descriptor.Stdin stdin -> CHARACTER_DEVICE;
      case Descriptor.Output output -> CHARACTER_DEVICE;
      case Descriptor.OpenDirectory directory -> directory.node().type();
      case Descriptor.OpenFile file -> file.node.type();
    };
  }

  /** A stream that claims it can seek is no terminal to a C library, as a pipe is not. */
  private static long rights(Descriptor descriptor) {
    return switch (descriptor) {
      case Descriptor.Stdin stdin -> READ_RIGHTS | SEEK_RIGHTS;
      case Descriptor.Output output -> WRITE_RIGHTS | SEEK_RIGHTS;
      case Descriptor.OpenDirectory directory -> ALL_RIGHTS;
      case Descriptor.OpenFile file -> fileRights(file);
    };
  }

  private static long fileRights(Descriptor.OpenFile file) {
    long rights = ALL_RIGHTS;
    rights &= file.readable ? ALL_RIGHTS : ~(1L << 1);
    return rights & (file.writable ? ALL_RIGHTS : ~(1L << 6));
  }

  private static long inherited(Descriptor descriptor) {
    return descriptor instanceof Descriptor.OpenDirectory ? ALL_RIGHTS : 0;
  }

  private void setFlags(Call call) {
    if (descriptors.get(call.number(0)) instanceof Descriptor.OpenFile file) {
      file.append((call.number(1) & APPEND) != 0);
    }
  }

  private void attributes(Call call) {
    switch (descriptors.get(call.number(0))) {
      case Descriptor.OpenFile file -> FileStat.write(call.memory(), call.number(1), file.node);
      case Descriptor.OpenDirectory directory ->
          FileStat.write(call.memory(), call.number(1), directory.node());
      case Descriptor.Stdin stdin -> FileStat.writeStream(call.memory(), call.number(1));
      case Descriptor.Output output -> FileStat.writeStream(call.memory(), call.number(1));
    }
  }

  private void setTimes(Call call) {
    Node node =
        switch (descriptors.get(call.number(0))) {
          case Descriptor.OpenFile file -> file.node;
          case Descriptor.OpenDirectory directory -> directory.node();
          case Descriptor.Stdin stdin -> throw Errno.INVAL.exception();
          case Descriptor.Output output -> throw Errno.INVAL.exception();
        };
    FileStat.setTimes(node, call.wide(1), call.wide(2), call.number(3));
  }

  private byte[] mount(int number) {
    if (descriptors.get(number) instanceof Descriptor.OpenDirectory directory) {
      return directory
          .mount()
          .map(name -> name.getBytes(StandardCharsets.UTF_8))
          .orElseThrow(Errno.BADF::exception);
    }
    throw Errno.BADF.exception();
  }

  private void mount(Call call) {
    byte[] name = mount(call.number(0));
    call.put(1, 0);
    call.memory().writeI32(call.number(1) + 4, name.length);
  }

  private void mountName(Call call) {
    byte[] name = mount(call.number(0));
    if (call.number(2) < name.length) {
      throw Errno.NAMETOOLONG.exception();
    }
    call.memory().write(call.number(1), name, 0, name.length);
  }

  private record Entry(String name, long inode, int type) {}

  private void list(Call call) {
    Node.Directory directory = descriptors.directory(call.number(0));
    List<Entry> entries = entries(directory);
    int at = call.number(1);
    int room = call.number(2);
    int used = 0;
    if (room < 0 || call.wide(3) < 0) {
      throw Errno.INVAL.exception();
    }
    for (long i = call.wide(3); i < entries.size() && used < room; i++) {
      byte[] entry = encode(entries.get((int) i), i + 1);
      int part = Math.min(entry.length, room - used);
      call.memory().write(at + used, entry, 0, part);
      used += part;
    }
    call.put(4, used);
  }

  private static List<Entry> entries(Node.Directory directory) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(".", directory.inode(), directory.type()));
    entries.add(new Entry("..", 0, directory.type()));
    for (Map.Entry<String, Node> child : directory.children().entrySet()) {
      entries.add(new Entry(child.getKey(), child.getValue().inode(), child.getValue().type()));
    }
    return entries;
  }

  private static byte[] encode(Entry entry, long next) {
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(DIRENT_BYTES + name.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(next)
        .putLong(entry.inode())
        .putInt(name.length)
        .putInt(entry.type())
        .put(name)
        .array();
  }
}
