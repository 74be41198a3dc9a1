package dev.codebeaker.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;

/** A WebSocket client that sends whatever it is told to, frame by frame. */
public final class RawSocket implements AutoCloseable {
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int CLOSE = 8;
  private static final int PATIENCE_MS = 20_000;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;
  private final String status;

  public RawSocket(URI uri, String... headers) throws IOException {
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    StringBuilder request = new StringBuilder("GET " + uri.getPath() + " HTTP/1.1\r\n");
    request.append("Host: ").append(uri.getHost()).append(':').append(uri.getPort());
    request.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    request.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    out.write(request.append("\r\n").toString().getBytes(ISO_8859_1));
    out.flush();
    status = line();
    while (!line().isEmpty()) {
      // Headers that no test looks at.
    }
  }

  /** The first line of the answer to the handshake. */
  public String status() {
    return status;
  }

  public void send(int opcode, boolean last, byte[] payload) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(14);
    header.put((byte) ((last ? 0x80 : 0) | opcode));
    if (payload.length < 126) {
      header.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65536) {
      header.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      header.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    header.put(MASK);
    byte[] masked = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      masked[i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
    }
    out.write(header.array(), 0, header.position());
    out.write(masked);
    out.flush();
  }

  public void text(byte[] payload) throws IOException {
    send(TEXT, true, payload);
  }

  /** The next text message; a close is told as {@code close CODE}. */
  public String next() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (true) {
      int first = in.readUnsignedByte();
      long length = in.readUnsignedByte() & 0x7f;
      length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] payload = in.readNBytes((int) length);
      int opcode = first & 0xf;
      if (opcode == CLOSE) {
        return "close " + (payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort());
      }
      if (opcode == TEXT || opcode == CONTINUATION) {
        message.write(payload);
        if ((first & 0x80) != 0) {
          return message.toString(UTF_8);
        }
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
