package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.process.Supply;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

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
    return engine.images().refusal(image);
  }

  @Override
  public void require(String image) throws IOException {
    engine.images().require(image);
  }

  @Override
  public Optional<Availability> lacking(String image) {
    return engine.lacking(image);
  }

  @Override
  public void whenArrived(Consumer<String> listener) {
    engine.images().whenArrived(listener);
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
