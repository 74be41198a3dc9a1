package dev.codebeaker.runtime.wasm.worker.inside;

import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Setup;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * A process of the service that runs guests and nothing else. It lives as long as its control
 * connection: however the service ends, the kernel closes that.
 */
public final class WorkerProcess {
  /** The command line's word for it; not for people. */
  public static final String COMMAND = "wasm-worker";

  /** Where, in the worker's directory, the service waits for its control connection. */
  public static final String CONTROL_SOCKET = "c";

  /** Where, in the worker's directory, it takes lanes. */
  public static final String LANE_SOCKET = "l";

  static final int FAILED = 70;

  private static final Logger LOG = Logger.getLogger(WorkerProcess.class);

  private WorkerProcess() {}

  /**
   * Serves until the service is gone.
   *
   * @param directory that the service has made for it
   * @return the exit code
   */
  public static int run(Path directory) {
    try (SocketChannel control =
            SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(CONTROL_SOCKET)));
        ServerSocketChannel lanes = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      lanes.bind(UnixDomainSocketAddress.of(directory.resolve(LANE_SOCKET)));
      ControlLink link = new ControlLink(control);
      Hosting hosting = hosting(link, link.setup(), directory);
      new Lanes(lanes, hosting).open();
      link.say(new FromWorker.Ready());
      link.follow(hosting);
      return 0;
    } catch (EOFException serviceGone) {
      return 0;
    } catch (IOException | RuntimeException failure) {
      LOG.error("The worker ends", failure);
      return FAILED;
    }
  }

  private static Hosting hosting(ControlLink link, Setup setup, Path directory) throws IOException {
    try {
      Hosting hosting = new Hosting(setup, directory, link::settled);
      hosting.awaitPrepared();
      Shutter.shut(setup.jailRequired());
      return hosting;
    } catch (RuntimeException | Error unfit) {
      link.say(new FromWorker.Unfit(String.valueOf(unfit)));
      throw unfit;
    }
  }
}
