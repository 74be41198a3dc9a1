package dev.codebeaker.runtime.process.container;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands between the service and an engine, and can be cut off. */
final class EngineProxy implements AutoCloseable {
  private static final Path ENGINE = Path.of("/var/run/docker.sock");

  private final Path engine;
  private final Optional<Path> socket;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocketChannel server;

  EngineProxy(Path directory) throws IOException {
    this(ENGINE, Optional.of(directory.resolve("engine.sock")));
  }

  private EngineProxy(Path engine, Optional<Path> socket) throws IOException {
    this.engine = engine;
    this.socket = socket;
    listen();
  }

  /** One that listens at a port of this machine. */
  static EngineProxy byTcp(Path engine) throws IOException {
    return new EngineProxy(engine, Optional.empty());
  }

  URI address() {
    return socket.isPresent()
        ? URI.create("unix://" + socket.get())
        : URI.create("tcp://127.0.0.1:" + Objects.requireNonNull(server).socket().getLocalPort());
  }

  /** From now on somebody answers. */
  void listen() throws IOException {
    ServerSocketChannel listening =
        socket.isPresent()
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket.get()))
            : ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
    server = listening;
    Thread.ofVirtual().start(() -> accept(listening));
  }

  /** From now on nobody does, and whoever waits for an answer gets none. */
  void cut() throws IOException {
    if (server != null) {
      server.close();
      server = null;
    }
    if (socket.isPresent()) {
      Files.deleteIfExists(socket.get());
    }
    for (SocketChannel channel : open) {
      channel.close();
    }
    open.clear();
  }

  private void accept(ServerSocketChannel listening) {
    try {
      while (true) {
        SocketChannel client = listening.accept();
        SocketChannel target = SocketChannel.open(UnixDomainSocketAddress.of(engine));
        open.add(client);
        open.add(target);
        Thread.ofVirtual().start(() -> copy(client, target));
        Thread.ofVirtual().start(() -> copy(target, client));
      }
    } catch (IOException cut) {
      // That is what it is for.
    }
  }

  private void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException cut) {
      // The other direction ends too.
    }
    open.remove(from);
    open.remove(to);
  }

  @Override
  public void close() throws IOException {
    cut();
  }
}
