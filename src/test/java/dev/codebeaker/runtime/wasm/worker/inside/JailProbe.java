package dev.codebeaker.runtime.wasm.worker.inside;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a program in the place of a worker can do: it tries, and writes down what came of it. Its
 * arguments are where to write, a file of another session, a file of the cache, and the service's
 * process.
 */
public final class JailProbe {
  private static final Path RESULT = Path.of("result");

  private JailProbe() {}

  private interface Attempt {
    void make() throws Exception;
  }

  public static void main(String... args) throws Exception {
    Path own = Path.of(args[4]);
    Path result = own.resolve(RESULT);
    tell(result, "write own", () -> Files.writeString(own.resolve("own"), "mine"));
    tell(result, "read cache", () -> Files.readAllBytes(Path.of(args[1])));
    tell(result, "write cache", () -> Files.writeString(Path.of(args[1]), "bad"));
    tell(result, "add to cache", () -> Files.writeString(Path.of(args[1] + ".new"), "bad"));
    tell(result, "read shadow", () -> Files.readAllBytes(Path.of("/etc/shadow")));
    tell(result, "read passwd", () -> Files.readAllBytes(Path.of("/etc/passwd")));
    tell(result, "list home", () -> Files.list(Path.of("/root")).close());
    tell(result, "read other session", () -> Files.readAllBytes(Path.of(args[0])));
    tell(result, "read environment", () -> Files.readAllBytes(environment(args[2])));
    tell(result, "write elsewhere", () -> Files.writeString(Path.of(args[3]), "bad"));
    Shutter.shut(true);
    tell(result, "still write own", () -> Files.writeString(own.resolve("own"), "mine"));
    tell(result, "start a thread", () -> Thread.ofPlatform().start(() -> {}).join());
    tell(result, "exec", () -> new ProcessBuilder("/bin/true").start().waitFor());
    tell(result, "connect", JailProbe::connect);
    tell(result, "unix socket", () -> SocketChannel.open(StandardProtocolFamily.UNIX).close());
    tell(result, "listen", () -> ServerSocketChannel.open().close());
    tell(result, "link", () -> Files.createSymbolicLink(own.resolve("l"), Path.of("/etc")));
    tell(result, "hard link", () -> Files.createLink(own.resolve("h"), own.resolve("own")));
    Runtime.getRuntime().halt(0);
  }

  private static Path environment(String pid) {
    return Path.of("/proc", pid, "environ");
  }

  private static void connect() throws Exception {
    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)).close();
  }

  private static void tell(Path result, String what, Attempt attempt) throws Exception {
    String came;
    try {
      attempt.make();
      came = "done";
    } catch (Exception | LinkageError refused) {
      came = "refused " + refused.toString().replaceAll("\\R", " ");
    }
    Files.write(
        result, List.of(what + ": " + came), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
