package dev.codebeaker.runtime.wasm.java.wasi;

import dev.codebeaker.execution.OutputChunk;
import java.util.Optional;

/** What a guest's file descriptor stands for. */
sealed interface Descriptor {
  record Stdin() implements Descriptor {}

  record Output(OutputChunk.Stream stream) implements Descriptor {}

  /**
   * @param mount the path it was opened in advance under, or empty for one the guest opened
   */
  record OpenDirectory(Node.Directory node, Optional<String> mount) implements Descriptor {}

  /** An open file and its position. */
  final class OpenFile implements Descriptor {
    final Node.File node;
    final boolean readable;
    final boolean writable;
    private boolean append;
    private long position;

    OpenFile(Node.File node, boolean readable, boolean writable, boolean append) {
      node.open();
      this.node = node;
      this.readable = readable;
      this.writable = writable;
      this.append = append;
    }

    boolean append() {
      return append;
    }

    void append(boolean always) {
      append = always;
    }

    long position() {
      return position;
    }

    void position(long at) {
      position = at;
    }
  }
}
