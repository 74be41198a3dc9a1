package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ProgressDetail;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;

/** What the engine tells while it pulls an image: how far each layer is. */
final class PullProgress implements ResultCallback<PullResponseItem> {
  /** Of the work on one layer. */
  private static final double DOWNLOADED = 0.7;

  private final String image;
  private final DoubleConsumer progress;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  // guarded by this
  private final Map<String, Double> layers = new HashMap<>();
  private Optional<Closeable> stream = Optional.empty();
  private boolean closed;

  /**
   * @param progress is told 0 to 1, and not always more than before
   */
  PullProgress(String image, DoubleConsumer progress) {
    this.image = image;
    this.progress = progress;
  }

  /** Fails with a {@link PullFailure} where the image does not come. */
  CompletableFuture<Void> done() {
    return done;
  }

  @Override
  public void onStart(Closeable opened) {
    boolean late;
    synchronized (this) {
      stream = Optional.of(opened);
      late = closed;
    }
    if (late) {
      close();
    }
  }

  @Override
  public void onNext(PullResponseItem item) {
    String error = error(item);
    if (!error.isEmpty()) {
      done.completeExceptionally(PullFailure.of(image, error));
    } else if (item.getId() != null && item.getStatus() != null) {
      progress.accept(after(item));
    }
  }

  private static String error(PullResponseItem item) {
    return item.getErrorDetail() != null
        ? Objects.requireNonNullElse(item.getErrorDetail().getMessage(), "it does not say why")
        : "";
  }

  private synchronized double after(PullResponseItem item) {
    double part = part(item.getProgressDetail());
    switch (item.getStatus()) {
      case "Pulling fs layer", "Waiting" -> layers.put(item.getId(), 0.0);
      case "Downloading" -> layers.put(item.getId(), DOWNLOADED * part);
      case "Verifying Checksum", "Download complete" -> layers.put(item.getId(), DOWNLOADED);
      case "Extracting" -> layers.put(item.getId(), DOWNLOADED + (1 - DOWNLOADED) * part);
      case "Pull complete", "Already exists" -> layers.put(item.getId(), 1.0);
      default -> {
        // "Pulling from …" and what later engines may say are about no layer's progress.
      }
    }
    return layers.values().stream().mapToDouble(it -> it).average().orElse(0);
  }

  private static double part(ProgressDetail detail) {
    if (detail == null || detail.getCurrent() == null || detail.getTotal() == null) {
      return 0;
    }
    return detail.getTotal() > 0
        ? Math.min(1, (double) detail.getCurrent() / detail.getTotal())
        : 0;
  }

  @Override
  public void onError(Throwable failure) {
    done.completeExceptionally(
        PullFailure.of(image, Objects.requireNonNullElse(failure.getMessage(), "" + failure)));
  }

  @Override
  public void onComplete() {
    done.complete(null);
  }

  /** Nobody waits for it any more: the engine stops. */
  @Override
  public void close() {
    Optional<Closeable> open;
    synchronized (this) {
      closed = true;
      open = stream;
      stream = Optional.empty();
    }
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (IOException gone) {
      // Then it is closed.
    }
  }
}
