package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/**
 * What a guest may do with files: the policy is here (quota, open files, names), the work is done
 * by wasmtime's own WASI, which keeps it inside its mounts.
 */
final class GuestFiles {
  private static final int CREATE = 1;
  private static final long RIGHT_WRITE = 1 << 6;
  private static final int SEEK_SET = 0;
  private static final int RANDOM_CHUNK = 1 << 20;
  private static final int DIRENT = 24;

  private final Instance guest;
  private final Quota quota;
  private final Orphans orphans;
  private final int maxOpen;
  private final Set<Integer> opened = new HashSet<>();
  private final Set<Integer> writable = new HashSet<>();

  GuestFiles(Instance guest, Quota quota, Orphans orphans, int maxOpen) {
    this.guest = guest;
    this.quota = quota;
    this.orphans = orphans;
    this.maxOpen = maxOpen;
  }

  void beginTurn() {
    quota.forget();
  }

  /** The numbers of what the guest has opened and not closed. */
  Set<Integer> opened() {
    return Set.copyOf(opened);
  }

  private int forward(String name, long... arguments) {
    return guest.plainWasi().forward(name, arguments);
  }

  /** After a turn that left the guest usable. */
  void endTurn() {
    orphans.note(opened.isEmpty() ? 0 : ownOrphans());
  }

  void close() {
    orphans.forget();
  }

  private long orphans() {
    return ownOrphans() + orphans.ofOthers();
  }

  private long ownOrphans() {
    return opened.stream()
        .flatMap(fd -> guest.plainWasi().stat(fd).stream())
        .filter(PlainWasi.FileStat::isOrphan)
        .mapToLong(PlainWasi.FileStat::size)
        .sum();
  }

  private long size(int fd) {
    return guest.plainWasi().stat(fd).map(PlainWasi.FileStat::size).orElse(-1L);
  }

  int read(HostArguments a) {
    return forward("fd_read", a.i32(0), a.i32(1), a.i32(2), a.i32(3));
  }

  int write(HostArguments a) {
    IoVectors from = new IoVectors(guest.memory(), a.u32(1), a.u32(2));
    if (isFull(a.i32(0), from.length())) {
      return Errno.DQUOT;
    }
    return counted(a.i32(0), a.u32(3), forward("fd_write", a.i32(0), a.i32(1), a.i32(2), a.i32(3)));
  }

  int pwrite(HostArguments a) {
    IoVectors from = new IoVectors(guest.memory(), a.u32(1), a.u32(2));
    long at = a.i64(3);
    if (at < 0 || at > quota.maxBytes() - from.length() || isFull(a.i32(0), from.length())) {
      return Errno.DQUOT;
    }
    return counted(
        a.i32(0), a.u32(4), forward("fd_pwrite", a.i32(0), a.i32(1), a.i32(2), at, a.i32(4)));
  }

  /** Charged in full, also when it overwrites: the next walk gives back. */
  private boolean isFull(int fd, long more) {
    return writable.contains(fd) && !quota.hasRoom(more, this::orphans);
  }

  private int counted(int fd, long result, int errno) {
    if (errno == Errno.SUCCESS && writable.contains(fd)) {
      quota.wrote(Integer.toUnsignedLong(guest.memory().get(JAVA_INT_UNALIGNED, result)));
    }
    return errno;
  }

  /** No file position past the quota, so no file with a hole is longer than it. */
  int seek(HostArguments a) {
    int fd = a.i32(0);
    long result = a.u32(3);
    int errno = forward("fd_seek", fd, a.i64(1), a.i32(2), result);
    if (errno != Errno.SUCCESS
        || !writable.contains(fd)
        || guest.memory().get(JAVA_LONG_UNALIGNED, result) <= quota.maxBytes()) {
      return errno;
    }
    forward("fd_seek", fd, 0, SEEK_SET, result);
    return Errno.FBIG;
  }

  int allocate(HostArguments a) {
    long end = a.i64(1) + a.i64(2);
    return resized(a.i32(0), end, () -> forward("fd_allocate", a.i32(0), a.i64(1), a.i64(2)));
  }

  int resize(HostArguments a) {
    return resized(a.i32(0), a.i64(1), () -> forward("fd_filestat_set_size", a.i32(0), a.i64(1)));
  }

  private int resized(int fd, long size, java.util.function.IntSupplier change) {
    long before = size(fd);
    if (size < 0 || before >= 0 && size > before && !quota.hasRoom(size - before, this::orphans)) {
      return Errno.DQUOT;
    }
    int errno = change.getAsInt();
    if (errno == Errno.SUCCESS && before >= 0) {
      quota.wrote(Math.max(0, size(fd) - before));
    }
    return errno;
  }

  int open(HostArguments a) {
    boolean creates = (a.i32(4) & CREATE) != 0;
    if (opened.size() >= maxOpen) {
      return Errno.MFILE;
    }
    if (creates && !isName(a.u32(2), a.u32(3))) {
      return Errno.INVAL;
    }
    boolean full = creates && !quota.hasRoomForName(this::orphans);
    int errno = open(a, full ? a.i32(4) & ~CREATE : a.i32(4));
    if (full && errno == Errno.NOENT) {
      return Errno.DQUOT;
    }
    if (errno == Errno.SUCCESS) {
      remember(guest.memory().get(JAVA_INT_UNALIGNED, a.u32(8)), a.i64(5), creates && !full);
    }
    return errno;
  }

  private int open(HostArguments a, int flags) {
    return forward(
        "path_open",
        a.i32(0),
        a.i32(1),
        a.i32(2),
        a.i32(3),
        flags,
        a.i64(5),
        a.i64(6),
        a.i32(7),
        a.i32(8));
  }

  private void remember(int fd, long rights, boolean created) {
    opened.add(fd);
    if ((rights & RIGHT_WRITE) != 0) {
      writable.add(fd);
    }
    if (created) {
      quota.named();
    }
  }

  int close(int fd) {
    int errno = forward("fd_close", fd);
    if (errno == Errno.SUCCESS) {
      opened.remove(fd);
      writable.remove(fd);
    }
    return errno;
  }

  int createDirectory(HostArguments a) {
    if (!isName(a.u32(1), a.u32(2))) {
      return Errno.INVAL;
    }
    if (!quota.hasRoomForName(this::orphans)) {
      return Errno.DQUOT;
    }
    int errno = forward("path_create_directory", a.i32(0), a.i32(1), a.i32(2));
    if (errno == Errno.SUCCESS) {
      quota.named();
    }
    return errno;
  }

  /** A slash at the end of either path is refused: it has made names outside their directory. */
  int rename(HostArguments a) {
    if (endsWithSlash(a.u32(1), a.u32(2)) || endsWithSlash(a.u32(4), a.u32(5))) {
      return Errno.NOTDIR;
    }
    if (!isName(a.u32(4), a.u32(5))) {
      return Errno.INVAL;
    }
    return forward("path_rename", a.i32(0), a.i32(1), a.i32(2), a.i32(3), a.i32(4), a.i32(5));
  }

  private boolean endsWithSlash(long path, long length) {
    return length > 0 && guest.memory().get(JAVA_BYTE, path + length - 1) == '/';
  }

  /** No control characters: the names end up in listings and terminals. */
  private boolean isName(long path, long length) {
    MemorySegment bytes = guest.memory().asSlice(path, length);
    for (long i = 0; i < length; i++) {
      byte b = bytes.get(JAVA_BYTE, i);
      if (b >= 0 && b < 0x20 || b == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** The padding behind each entry is cleared: it has carried bytes of the host. */
  int list(HostArguments a) {
    long buffer = a.u32(1);
    int errno = forward("fd_readdir", a.i32(0), a.i32(1), a.i32(2), a.i64(3), a.i32(4));
    if (errno != Errno.SUCCESS) {
      return errno;
    }
    MemorySegment memory = guest.memory();
    long length = Integer.toUnsignedLong(memory.get(JAVA_INT_UNALIGNED, a.u32(4)));
    MemorySegment entries = memory.asSlice(buffer, length);
    long at = 0;
    while (at + DIRENT <= length) {
      entries.asSlice(at + 21, 3).fill((byte) 0);
      at += DIRENT + Integer.toUnsignedLong(entries.get(JAVA_INT_UNALIGNED, at + 16));
    }
    if (at + 21 < length) {
      entries.asSlice(at + 21).fill((byte) 0);
    }
    return Errno.SUCCESS;
  }

  /** In pieces, with a look at the clock between them: gigabytes take wasmtime seconds. */
  int random(HostArguments a) {
    long at = a.u32(0);
    long left = a.u32(1);
    while (left > 0) {
      long part = Math.min(left, RANDOM_CHUNK);
      int errno = forward("random_get", at, part);
      if (errno != Errno.SUCCESS) {
        return errno;
      }
      guest.stopping().interrupted();
      at += part;
      left -= part;
    }
    return Errno.SUCCESS;
  }
}
