package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The slots for workers, and which sandbox is in which. One slot more than are needed is there, as
 * long as there may be more: nobody waits for a worker to start. Thread safe.
 */
final class WorkerCrew implements AutoCloseable {
  /** A slot in use. */
  private static final class Post {
    private final WorkerSlot slot;
    private Optional<String> owner = Optional.empty();
    private int sandboxes;

    Post(WorkerSlot slot) {
      this.slot = slot;
    }
  }

  private final boolean perOwner;
  private final int count;
  private final int sandboxesEach;
  private final IntFunction<WorkerSlot> opening;

  // guarded by this
  private final List<Post> posts = new ArrayList<>();
  private int numbers;
  private boolean closed;

  /**
   * @param perOwner whether a worker serves one owner only
   * @param count how many workers there may be
   */
  WorkerCrew(boolean perOwner, int count, int sandboxesEach, IntFunction<WorkerSlot> opening) {
    this.perOwner = perOwner;
    this.count = count;
    this.sandboxesEach = sandboxesEach;
    this.opening = opening;
    synchronized (this) {
      oneAhead();
    }
  }

  /**
   * A place for a sandbox; {@link #leave} gives it back.
   *
   * @throws ServiceException {@code RUNTIME_SATURATED}
   */
  synchronized WorkerSlot take(String owner) {
    if (closed) {
      throw ServiceException.of(ErrorCode.SESSION_CLOSED, "the wasm runtime is closed");
    }
    Post post = (perOwner ? ofOwner(owner) : best(posts)).orElseThrow(this::saturated);
    post.sandboxes++;
    oneAhead();
    return post.slot;
  }

  private Optional<Post> best(List<Post> among) {
    return among.stream()
        .filter(post -> post.sandboxes < sandboxesEach)
        .min(
            Comparator.comparing((Post post) -> !post.slot.isReady())
                .thenComparingInt(post -> post.sandboxes));
  }

  private Optional<Post> ofOwner(String owner) {
    List<Post> own = posts.stream().filter(post -> post.owner.equals(Optional.of(owner))).toList();
    if (!own.isEmpty()) {
      return best(own);
    }
    Optional<Post> free = posts.stream().filter(post -> post.owner.isEmpty()).findFirst();
    Optional<Post> given = free.or(this::vacated);
    given.ifPresent(post -> post.owner = Optional.of(owner));
    return given;
  }

  /** What another owner needs no more: its worker ends, and with it all it has seen. */
  private Optional<Post> vacated() {
    Optional<Post> idle = posts.stream().filter(post -> post.sandboxes == 0).findFirst();
    return idle.map(
        post -> {
          posts.remove(post);
          Thread.startVirtualThread(post.slot::close);
          return opened();
        });
  }

  private Post opened() {
    Post post = new Post(opening.apply(++numbers));
    posts.add(post);
    return post;
  }

  private void oneAhead() {
    boolean spare =
        posts.stream().anyMatch(post -> post.sandboxes == 0 && (!perOwner || post.owner.isEmpty()));
    if (!spare && posts.size() < count) {
      opened();
    }
  }

  private ServiceException saturated() {
    return ServiceException.of(
            ErrorCode.RUNTIME_SATURATED,
            "all %d workers of the wasm runtime are taken".formatted(posts.size()))
        .fix("close a session, or try again in a moment");
  }

  synchronized void leave(WorkerSlot slot) {
    posts.stream().filter(post -> post.slot == slot).forEach(post -> post.sandboxes--);
  }

  synchronized List<Worker> live() {
    return posts.stream().flatMap(post -> post.slot.live().stream()).toList();
  }

  synchronized int size() {
    return posts.size();
  }

  @Override
  public void close() {
    List<Post> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(posts);
      posts.clear();
    }
    all.forEach(post -> post.slot.close());
  }
}
