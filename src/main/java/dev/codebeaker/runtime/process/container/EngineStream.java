package dev.codebeaker.runtime.process.container;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection to the engine that has become a stream of bytes in both directions. The engine's
 * client offers such streams too, but can not tell the end of what it sends.
 *
 * <p>One thread may read while another writes; {@link #close} may be called from any, and wakes
 * both.
 */
final class EngineStream implements AutoCloseable {
  private static final int MOST_HEADER_BYTES = 16 << 10;
  private static final int MOST_REASON_BYTES = 4 << 10;
  private static final int BUFFER_BYTES = 32 << 10;
  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] ([0-9]{3}).*", Pattern.DOTALL);
  private static final Pattern LENGTH =
      Pattern.compile(
          ".*\r\ncontent-length: *([0-9]{1,9})\r\n.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  /** Does what closing something takes. */
  @FunctionalInterface
  private interface End {
    void make() throws IOException;
  }

  /**
   * @param halfClose tells the other side that nothing more comes
   */
  private record Connection(
      InputStream in, OutputStream out, End halfClose, End close, PatienceSetter patience) {}

  /** How long a read may take; for ever if 0. */
  @FunctionalInterface
  private interface PatienceSetter {
    void set(int millis) throws IOException;
  }

  private final Connection connection;
  private final InputStream in;

  private EngineStream(Connection connection) {
    this.connection = connection;
    this.in = new BufferedInputStream(connection.in(), BUFFER_BYTES);
  }

  /**
   * Asks the engine for a stream.
   *
   * @param path of the call, with its query
   * @param body of the call, JSON
   * @param timeout for the connection and the answer
   * @throws EngineUnreachable if nobody answers
   * @throws IOException if the engine refuses
   */
  static EngineStream open(EngineAddress address, String path, String body, Duration timeout)
      throws IOException {
    String request =
        "POST %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                .formatted(path, host(address))
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body);
    return open(address, request, timeout);
  }

  /** The same for what the engine has to tell at length, which ends with the stream. */
  static EngineStream download(EngineAddress address, String path, Duration timeout)
      throws IOException {
    // The older protocol: what comes is not in pieces, and may be given up at any time.
    return open(
        address, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n".formatted(path, host(address)), timeout);
  }

  private static String host(EngineAddress address) {
    return Objects.requireNonNullElse(address.uri().getHost(), "localhost");
  }

  private static EngineStream open(EngineAddress address, String request, Duration timeout)
      throws IOException {
    EngineStream stream;
    try {
      stream = new EngineStream(connect(address, (int) timeout.toMillis()));
    } catch (IOException unreachable) {
      throw new EngineUnreachable(
          "no container engine answers at " + address + ": " + unreachable.getMessage(),
          unreachable);
    }
    try {
      stream.ask(request);
      return stream;
    } catch (IOException | RuntimeException failure) {
      stream.close();
      throw failure;
    }
  }

  private static Connection connect(EngineAddress address, int millis) throws IOException {
    return address.uri().getScheme().equals("unix")
        ? bySocketFile(address.uri())
        : byTcp(address, millis);
  }

  private static Connection bySocketFile(URI uri) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(uri.getPath()));
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
    return new Connection(
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel::shutdownOutput,
        channel::close,
        millis -> {});
  }

  private static Connection byTcp(EngineAddress address, int millis) throws IOException {
    URI uri = address.uri();
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), millis);
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      plain.setSoTimeout(millis);
      Optional<EngineCertificates> tls = address.tls();
      Socket used = tls.isPresent() ? encrypted(plain, uri, tls.get()) : plain;
      return new Connection(
          used.getInputStream(),
          used.getOutputStream(),
          used::shutdownOutput,
          plain::close, // the other waits for who is in the middle of writing
          plain::setSoTimeout);
    } catch (IOException | RuntimeException failure) {
      plain.close();
      throw failure;
    }
  }

  private static Socket encrypted(Socket plain, URI uri, EngineCertificates certificates)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            certificates
                .getSSLContext()
                .getSocketFactory()
                .createSocket(plain, uri.getHost(), uri.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private void ask(String request) throws IOException {
    OutputStream out = connection.out();
    out.write(request.getBytes(StandardCharsets.UTF_8));
    out.flush();
    String header = header();
    Matcher status = STATUS.matcher(header);
    if (!status.matches()) {
      throw new IOException("the container engine answers in another protocol");
    }
    if (!status.group(1).equals("101") && !status.group(1).equals("200")) {
      throw new IOException("the container engine refuses: " + reason(header));
    }
    connection.patience().set(0);
  }

  private String header() throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int last = 0;
    while (last != 0x0d0a0d0a) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the container engine hangs up");
      }
      if (header.size() > MOST_HEADER_BYTES) {
        throw new IOException("the container engine answers at too great a length");
      }
      header.write(next);
      last = last << 8 | next;
    }
    return header.toString(StandardCharsets.ISO_8859_1);
  }

  private String reason(String header) throws IOException {
    Matcher length = LENGTH.matcher(header);
    int most =
        length.matches()
            ? Math.min(MOST_REASON_BYTES, Integer.parseInt(length.group(1)))
            : MOST_REASON_BYTES;
    return new String(in.readNBytes(most), StandardCharsets.UTF_8).strip();
  }

  InputStream input() {
    return in;
  }

  OutputStream output() {
    return connection.out();
  }

  /** The other side finds the end of what it reads. */
  void endOutput() throws IOException {
    connection.halfClose().make();
  }

  @Override
  public void close() {
    try {
      connection.close().make();
    } catch (IOException closed) {
      // Then it is.
    }
  }
}
