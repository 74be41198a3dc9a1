package dev.codebeaker.runtime.wasm.java.wasi;

import run.endive.runtime.Memory;

/** Writes a file's attributes, and changes its times. */
final class FileStat {
  private static final int BYTES = 64;
  private static final int SET_ACCESSED = 1;
  private static final int ACCESSED_NOW = 2;
  private static final int SET_MODIFIED = 4;
  private static final int MODIFIED_NOW = 8;

  private FileStat() {}

  static void write(Memory memory, int at, Node node) {
    memory.write(at, new byte[BYTES], 0, BYTES);
    memory.writeLong(at, 1);
    memory.writeLong(at + 8, node.inode());
    memory.writeByte(at + 16, (byte) node.type());
    memory.writeLong(at + 24, 1);
    memory.writeLong(at + 32, node.size());
    memory.writeLong(at + 40, node.accessedAt());
    memory.writeLong(at + 48, node.modifiedAt());
    memory.writeLong(at + 56, node.modifiedAt());
  }

  static void writeStream(Memory memory, int at) {
    memory.write(at, new byte[BYTES], 0, BYTES);
    memory.writeByte(at + 16, (byte) 2);
    memory.writeLong(at + 24, 1);
  }

  static void setTimes(Node node, long accessed, long modified, int flags) {
    long now = FileTree.now();
    node.touch(
        chosen(node.modifiedAt(), modified, now, flags & SET_MODIFIED, flags & MODIFIED_NOW),
        chosen(node.accessedAt(), accessed, now, flags & SET_ACCESSED, flags & ACCESSED_NOW));
  }

  private static long chosen(long old, long given, long now, int set, int setNow) {
    if (set != 0 && setNow != 0) {
      throw Errno.INVAL.exception();
    }
    if (setNow != 0) {
      return now;
    }
    return set != 0 ? given : old;
  }
}
