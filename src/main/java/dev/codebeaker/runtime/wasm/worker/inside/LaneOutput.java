package dev.codebeaker.runtime.wasm.worker.inside;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.runtime.wasm.worker.protocol.FrameBuffer;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;

/**
 * What a run says on its lane. The connection's own buffer is all that is kept: a service that does
 * not read makes the guest wait. On the lane's thread.
 */
final class LaneOutput implements OutputSink {
  private final SocketChannel channel;
  private final FrameBuffer buffer = new FrameBuffer();

  LaneOutput(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public void accept(OutputChunk chunk) {
    try {
      say(new FromWorker.Output(chunk));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void say(FromWorker report) throws IOException {
    Reports.write(buffer, report);
    buffer.sendTo(channel);
  }
}
