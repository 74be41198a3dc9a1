package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.Supply;
import java.io.IOException;
import java.util.Optional;

/**
 * Containers of one OCI runtime: there while the engine is, and knows it.
 *
 * @param name what the engine knows it as
 */
record OciRuntime(EngineWatch engine, String name) implements Supply {
  @Override
  public Optional<String> outage() {
    return engine.outage(name);
  }

  @Override
  public Optional<String> refusal(String image) {
    return engine.refusal(image);
  }

  @Override
  public boolean hasImage(String image) throws IOException {
    return engine.hasImage(image);
  }

  @Override
  public int leftBehind() {
    return engine.leftBehind();
  }

  @Override
  public void await() throws InterruptedException {
    engine.await(name);
  }
}
