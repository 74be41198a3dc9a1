package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes with somebody who asks for a certificate, as an engine does. */
@Timeout(60)
class EngineCertificatesTest {
  @TempDir Path directory;
  private TestAuthority ours;
  private TestAuthority strangers;
  private Path engine;

  @BeforeEach
  void certify() throws Exception {
    ours = new TestAuthority(directory.resolve("ours")).certifyEngine();
    strangers = new TestAuthority(directory.resolve("strangers"));
    engine = Files.createDirectory(directory.resolve("engine"));
    Files.copy(ours.file("ca.pem"), engine.resolve("ca.pem"));
    Files.copy(ours.file("engine.pem"), engine.resolve("cert.pem"));
    Files.copy(ours.file("engine-key.pem"), engine.resolve("key.pem"));
  }

  @Test
  void aRenewedKeyHoldsFromTheNextConnectionOn() throws Exception {
    Path late = strangers.certifyService("late", ours.file("ca.pem"), true);
    SSLContext service = EngineCertificates.in(late).getSSLContext();
    assertThatThrownBy(() -> greet(service)).isInstanceOf(IOException.class);

    move(ours.certifyService("renewed", ours.file("ca.pem"), false), late);

    assertThat(greet(service)).isEqualTo('!');
  }

  @Test
  void aRenewedAuthorityHoldsFromTheNextConnectionOn() throws Exception {
    Path misled = ours.certifyService("misled", strangers.file("ca.pem"), true);
    SSLContext service = EngineCertificates.in(misled).getSSLContext();
    assertThatThrownBy(() -> greet(service)).isInstanceOf(IOException.class);

    move(ours.certifyService("right", ours.file("ca.pem"), true), misled);

    assertThat(greet(service)).isEqualTo('!');
  }

  @Test
  void thoseBeforeHoldWhileTheNewOnesAreOfNoUse() throws Exception {
    Path own = ours.certifyService("own", ours.file("ca.pem"), true);
    SSLContext service = EngineCertificates.in(own).getSSLContext();

    Files.writeString(own.resolve("key.pem"), "half written");

    assertThat(greet(service)).isEqualTo('!');
  }

  private static void move(Path from, Path to) throws IOException {
    for (String file : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
      Files.move(from.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What the engine says to whom it has come to know. */
  private int greet(SSLContext service) throws Exception {
    SSLContext context = EngineCertificates.in(engine).getSSLContext();
    InetAddress here = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listening =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, here)) {
      listening.setNeedClientAuth(true);
      Thread answering = Thread.ofVirtual().start(() -> answer(listening));
      try (SSLSocket socket =
          (SSLSocket) service.getSocketFactory().createSocket(here, listening.getLocalPort())) {
        return socket.getInputStream().read();
      } finally {
        answering.join();
      }
    }
  }

  private static void answer(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.getOutputStream().write('!');
    } catch (IOException refused) {
      // The other side is told.
    }
  }
}
