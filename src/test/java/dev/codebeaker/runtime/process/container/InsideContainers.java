package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks at containers from the inside. */
final class InsideContainers implements AutoCloseable {
  private static final String EACH =
      "for p in /proc/[0-9]*; do tr '\\000' ' ' <$p/cmdline; echo; done 2>/dev/null";
  private static final long PATIENCE_SECONDS = 20;

  private final DockerClient client;

  InsideContainers(URI engine) {
    DefaultDockerClientConfig settings =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(engine.toString())
            .build();
    client =
        DockerClientImpl.getInstance(
            settings, new ZerodepDockerHttpClient.Builder().dockerHost(engine).build());
  }

  /** None of one that has ended. */
  Stream<String> commandLines(String container) {
    StringBuffer said = new StringBuffer();
    try {
      String id =
          client
              .execCreateCmd(container)
              .withAttachStdout(true)
              .withCmd("/bin/sh", "-c", EACH)
              .exec()
              .getId();
      boolean unusedLate =
          client
              .execStartCmd(id)
              .exec(
                  new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                      said.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                    }
                  })
              .awaitCompletion(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (DockerException gone) {
      return Stream.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return said.toString().lines();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
