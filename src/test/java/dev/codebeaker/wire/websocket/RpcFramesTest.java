package dev.codebeaker.wire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.testing.FakeServiceProfile;
import dev.codebeaker.testing.RawSocket;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What goes on below JSON-RPC: handshakes, frames that are too large, bytes that are no text. */
@QuarkusTest
@TestProfile(FakeServiceProfile.class)
class RpcFramesTest {
  private static final byte[] LIST =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.list\"}".getBytes(UTF_8);

  @TestHTTPResource("/rpc")
  URI uri;

  private static void assertAlive(RawSocket socket) throws IOException {
    socket.text(LIST);
    assertThat(socket.next()).contains("\"result\"");
  }

  @Test
  void aFrameOfFiftyMegabytesIsRefusedAndTheConnectionLivesOn() throws IOException {
    try (RawSocket socket = new RawSocket(uri)) {
      socket.text("x".repeat(50_000_000).getBytes(UTF_8));

      assertThat(socket.next()).contains("TOO_LARGE").contains("\"fix\"");
      assertAlive(socket);
    }
  }

  @Test
  void aFrameBeyondAllBoundsEndsTheConnectionWithTooBig() throws IOException {
    try (RawSocket socket = new RawSocket(uri)) {
      Thread.ofVirtual().start(() -> sendQuietly(socket, new byte[80_000_000]));

      assertThat(socket.next()).isEqualTo("close 1009");
    }
  }

  @Test
  void aMessageInPartsBeyondAllBoundsEndsTheConnectionWithTooBig() throws IOException {
    try (RawSocket socket = new RawSocket(uri)) {
      Thread.ofVirtual()
          .start(
              () -> {
                for (int i = 0; i < 80; i++) {
                  sendPart(socket, i == 0);
                }
              });

      assertThat(socket.next()).isEqualTo("close 1009");
    }
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedAndTheConnectionLivesOn() throws IOException {
    try (RawSocket socket = new RawSocket(uri)) {
      socket.text(new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'});

      assertThat(socket.next()).contains("PARSE_ERROR").contains("UTF-8");
      assertAlive(socket);
    }
  }

  @Test
  void partsThatAreNoUtf8TogetherAreRefusedAndTheConnectionLivesOn() throws IOException {
    try (RawSocket socket = new RawSocket(uri)) {
      socket.send(RawSocket.TEXT, false, new byte[] {'"', (byte) 0xe2});
      socket.send(RawSocket.CONTINUATION, false, new byte[] {(byte) 0x82});
      socket.send(RawSocket.CONTINUATION, true, new byte[] {'"'});

      assertThat(socket.next()).contains("PARSE_ERROR").contains("UTF-8");
      assertAlive(socket);
    }
  }

  @Test
  void fiftyMegabytesInSmallPartsAreRefusedAndTheConnectionLivesOn() throws IOException {
    try (RawSocket socket = new RawSocket(uri)) {
      byte[] part = "x".repeat(16_000).getBytes(UTF_8);
      socket.send(RawSocket.TEXT, false, part);
      for (int i = 0; i < 3_000; i++) {
        socket.send(RawSocket.CONTINUATION, false, part);
      }
      socket.send(RawSocket.CONTINUATION, true, part);

      assertThat(socket.next()).contains("TOO_LARGE");
      assertAlive(socket);
    }
  }

  @Test
  void aMessageInPartsIsOneMessage() throws IOException {
    try (RawSocket socket = new RawSocket(uri)) {
      byte[] all =
          "{\"jsonrpc\":\"2.0\",\"id\":\"é€😀\",\"method\":\"session.list\"}".getBytes(UTF_8);
      for (int i = 0; i < all.length; i++) {
        socket.send(
            i == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION,
            i == all.length - 1,
            new byte[] {all[i]});
      }

      assertThat(socket.next()).contains("é€😀").contains("result");
    }
  }

  @Test
  void aPageOfAnotherSiteMayNotConnect() throws IOException {
    try (RawSocket socket = new RawSocket(uri, "Origin", "https://evil.example")) {
      assertThat(socket.status()).contains("403");
    }
    try (RawSocket socket = new RawSocket(uri, "Origin", "null")) {
      assertThat(socket.status()).contains("403");
    }
  }

  @Test
  void aPageOfThisServerOrOfAFriendMayConnect() throws IOException {
    String own = "http://" + uri.getHost() + ":" + uri.getPort();
    for (String origin : new String[] {own, "https://friend.example"}) {
      try (RawSocket socket = new RawSocket(uri, "Origin", origin)) {
        assertThat(socket.status()).contains("101");
        assertAlive(socket);
      }
    }
  }

  private static void sendPart(RawSocket socket, boolean first) {
    try {
      socket.send(first ? RawSocket.TEXT : RawSocket.CONTINUATION, false, new byte[1_000_000]);
    } catch (IOException e) {
      // The server has had enough.
    }
  }

  private static void sendQuietly(RawSocket socket, byte[] bytes) {
    try {
      socket.text(bytes);
    } catch (IOException e) {
      // The server has had enough.
    }
  }
}
