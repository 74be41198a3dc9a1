package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * A descriptor through which a language's driver inside the guest gets a request and answers it.
 * The guest's own code can reach it too: what comes out of it is hostile.
 */
final class ControlChannel {
  private byte[] request = new byte[0];
  private int offset;
  private boolean open;
  private ByteArrayOutputStream response = new ByteArrayOutputStream(0);
  private int cap;
  private Consumer<byte[]> onWrite = bytes -> {};

  ControlChannel(int cap) {
    this.cap = cap;
  }

  void begin(byte[] bytes) {
    open = true;
    request = bytes;
    offset = 0;
    response = new ByteArrayOutputStream(0);
  }

  /** Whether the host has ever asked something: without a driver there is no such descriptor. */
  boolean isOpen() {
    return open;
  }

  void cap(int bytes) {
    cap = bytes;
  }

  void onWrite(Consumer<byte[]> listener) {
    onWrite = listener;
  }

  byte[] take() {
    byte[] taken = response.toByteArray();
    response = new ByteArrayOutputStream(0);
    return taken;
  }

  int read(IoVectors to) {
    int count = to.fill(request, offset);
    offset += count;
    return count;
  }

  /** False when the response would grow past its bound; nothing is kept then. */
  boolean write(IoVectors from) {
    if (from.length() > cap - response.size()) {
      return false;
    }
    for (int i = 0; i < from.count(); i++) {
      byte[] bytes = from.buffer(i).toArray(JAVA_BYTE);
      response.writeBytes(bytes);
      onWrite.accept(bytes);
    }
    return true;
  }
}
