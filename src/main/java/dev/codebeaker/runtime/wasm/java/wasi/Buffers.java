package dev.codebeaker.runtime.wasm.java.wasi;

import run.endive.runtime.Memory;

/**
 * The buffers of a read or write call. Copied piece by piece: what a call may name is as large as
 * the guest's memory, and the service holds no second copy of that.
 */
final class Buffers {
  private static final int MAX_BUFFERS = 1024;
  private static final int PIECE = 64 << 10;

  private final Memory memory;
  private final int address;
  private final int count;

  Buffers(Memory memory, int address, int count) {
    if (count < 0 || count > MAX_BUFFERS) {
      throw Errno.INVAL.exception();
    }
    this.memory = memory;
    this.address = address;
    this.count = count;
  }

  /** Where bytes come from or go to; returns how many it took or gave, fewer to end the call. */
  @FunctionalInterface
  interface Transfer {
    int move(byte[] piece, int length);
  }

  /** Fills the buffers from a source until it gives less than was asked for. */
  int fill(Transfer source) {
    int total = 0;
    for (int i = 0; i < count; i++) {
      int at = base(i);
      int left = length(i);
      while (left > 0) {
        byte[] piece = new byte[Math.min(left, PIECE)];
        int moved = source.move(piece, piece.length);
        memory.write(at, piece, 0, Math.max(0, moved));
        total += Math.max(0, moved);
        if (moved < piece.length) {
          return total;
        }
        at += moved;
        left -= moved;
      }
    }
    return total;
  }

  /** Hands the buffers' bytes to a target. */
  int drain(Transfer target) {
    int total = 0;
    for (int i = 0; i < count; i++) {
      int at = base(i);
      int left = length(i);
      while (left > 0) {
        byte[] piece = memory.readBytes(at, Math.min(left, PIECE));
        try {
          target.move(piece, piece.length);
        } catch (WasiException e) {
          return partial(total, e);
        }
        total += piece.length;
        at += piece.length;
        left -= piece.length;
      }
    }
    return total;
  }

  /** As write(2): what was written counts, and the error comes with the next call. */
  private static int partial(int total, WasiException error) {
    if (total == 0) {
      throw error;
    }
    return total;
  }

  private int base(int index) {
    return memory.readInt(address + 8 * index);
  }

  private int length(int index) {
    int length = memory.readInt(address + 8 * index + 4);
    if (length < 0) {
      throw Errno.FAULT.exception();
    }
    return length;
  }
}
