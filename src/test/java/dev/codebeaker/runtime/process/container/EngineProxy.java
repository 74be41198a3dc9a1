package dev.codebeaker.runtime.process.container;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands between the service and this machine's engine, and can be cut off. */
final class EngineProxy implements AutoCloseable {
  private static final Path ENGINE = Path.of("/var/run/docker.sock");

  private final Path socket;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocketChannel server;

  EngineProxy(Path directory) throws IOException {
    socket = directory.resolve("engine.sock");
    listen();
  }

  URI address() {
    return URI.create("unix://" + socket);
  }

  /** From now on somebody answers. */
  void listen() throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
    server = listening;
    Thread.ofVirtual().start(() -> accept(listening));
  }

  /** From now on nobody does, and whoever waits for an answer gets none. */
  void cut() throws IOException {
    if (server != null) {
      server.close();
      server = null;
    }
    Files.deleteIfExists(socket);
    for (SocketChannel channel : open) {
      channel.close();
    }
    open.clear();
  }

  private void accept(ServerSocketChannel listening) {
    try {
      while (true) {
        SocketChannel client = listening.accept();
        SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(ENGINE));
        open.add(client);
        open.add(engine);
        Thread.ofVirtual().start(() -> copy(client, engine));
        Thread.ofVirtual().start(() -> copy(engine, client));
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
