package dev.codebeaker.runtime.process.container;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.process.container.ImagePulls.Pull;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The images that sessions live in: which are there, which clients may name, and what is done about
 * those that are not there. Thread safe.
 */
final class Images implements AutoCloseable {
  private static final int MOST_SHOWN = 100;

  /** As far as commands are told that wait for what is nearly there. */
  private static final double MOST_PROGRESS = 0.89;

  private final ContainerConfig.Pull policy;
  private final Set<String> configured;
  private final List<String> allowed;
  private final Supplier<Engine> engine;
  private final ImagePulls pulls;
  private final Set<String> there = ConcurrentHashMap.newKeySet();
  private final Set<String> absent = ConcurrentHashMap.newKeySet();
  private final Collection<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final OwnedThreads arrivals = new OwnedThreads();
  private final Set<String> seenTo = ConcurrentHashMap.newKeySet();
  private volatile boolean ahead;

  /**
   * @param engine is made when there is something to ask
   */
  Images(ContainerConfig config, Supplier<Engine> engine) {
    this.policy = config.pull();
    this.configured = new TreeSet<>(config.images().values());
    this.allowed = config.allowedImages().orElse(List.of());
    this.engine = engine;
    this.pulls = new ImagePulls(config, engine, this::arrived);
  }

  /** A command that is over in a moment does not wait for images, and does not begin to pull. */
  void pullAhead() {
    ahead = true;
  }

  /**
   * Asks for those of the configuration that are not known to be there, and has them brought.
   *
   * @param all whether for the others too
   */
  void look(boolean all) throws IOException {
    for (String image : configured) {
      if (!there.contains(image)) {
        find(image);
      } else if (all && !engine.get().hasImage(image)) {
        there.remove(image);
        absent.add(image);
        pulls.gone(image);
      }
      if (ahead && isWanted(image)) {
        pulls.begin(image);
      }
    }
  }

  private void find(String image) throws IOException {
    if (engine.get().hasImage(image)) {
      arrived(image);
    } else {
      absent.add(image);
    }
  }

  private boolean isWanted(String image) {
    return switch (policy) {
      case NEVER -> false;
      case MISSING -> !there.contains(image);
      case ALWAYS -> seenTo.add(image) || !there.contains(image);
    };
  }

  private void arrived(String image) {
    if (!configured.contains(image)) {
      return;
    }
    there.add(image);
    absent.remove(image);
    listeners.forEach(it -> arrivals.start("arrival", () -> it.accept(image)));
  }

  /** Is told each configured image that was not there before, or is another one now. */
  void whenArrived(Consumer<String> listener) {
    listeners.add(listener);
  }

  boolean isAnyThere() {
    return !there.isEmpty();
  }

  /** What keeps toolchains of this image from being served; empty if it is not the image. */
  Optional<Availability> lacking(String image) {
    if (!absent.contains(image)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (pulls.of(image).orElse(new Pull.Done())) {
          case Pull.UnderWay(double progress) ->
              new Availability.Preparing("pulling " + image, Math.min(progress, MOST_PROGRESS));
          case Pull.Failed(PullFailure failure, int _, long _) ->
              new Availability.Unavailable(String.valueOf(failure.getMessage()), failure.remedy());
          case Pull.Done() -> new Availability.Unavailable(notThere(image), PullFailure.BY_HAND);
        });
  }

  private static String notThere(String image) {
    return "the engine has no image " + image;
  }

  /** Why clients may not name it; empty if they may. */
  Optional<String> refusal(String image) {
    return allowed.stream().anyMatch(pattern -> matches(pattern, image))
        ? Optional.empty()
        : Optional.of("does not allow the image " + shown(image));
  }

  private static boolean matches(String pattern, String image) {
    return pattern.endsWith("*")
        ? image.startsWith(pattern.substring(0, pattern.length() - 1))
        : image.equals(pattern);
  }

  private static String shown(String image) {
    return image.length() > MOST_SHOWN ? image.substring(0, MOST_SHOWN) + "…" : image;
  }

  /** Sees to it that a session can live in it, or says why it can not, now or at all. */
  void require(String image) throws IOException {
    boolean found = engine.get().hasImage(image);
    if (policy == ContainerConfig.Pull.NEVER || found && policy == ContainerConfig.Pull.MISSING) {
      if (!found) {
        throw failure(ErrorCode.NOT_SUPPORTED, notThere(image), PullFailure.BY_HAND);
      }
      return;
    }
    switch (found ? pulls.begin(image) : pulls.again(image)) {
      case Pull.UnderWay(double progress) ->
          throw failure(
              ErrorCode.RUNTIME_PREPARING,
              "the image %s is being pulled: %d %%".formatted(image, Math.round(progress * 100)),
              "try again in a moment");
      case Pull.Failed(PullFailure failure, int _, long _) -> {
        if (!found) {
          throw failure(code(failure), String.valueOf(failure.getMessage()), failure.remedy());
        }
      }
      case Pull.Done() -> {
        // It is there, or has come since.
      }
    }
  }

  private static ErrorCode code(PullFailure failure) {
    return switch (failure.reason()) {
      case ABSENT, REFUSED -> ErrorCode.NOT_SUPPORTED;
      case UNREACHABLE, TOO_SLOW -> ErrorCode.RUNTIME_UNAVAILABLE;
    };
  }

  private static ServiceException failure(ErrorCode code, String message, String fix) {
    return ServiceException.of(code, message).field("image").fix(fix);
  }

  @Override
  public void close() {
    pulls.close();
    arrivals.close();
  }
}
