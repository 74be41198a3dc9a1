package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.runtime.Settling;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A context of any language whose state is its linear memory: a fork of a base that keeps what its
 * turns leave in it, and is put back to its last good turn when one is stopped hard or traps.
 *
 * <p>{@link #settle} does what need not delay an answer: the checkpoint after a good turn, the
 * restore after a bad one. Where nobody has called it, the next {@link #instance} does the same
 * first. One thread at a time, a guest thread except for {@link #close}.
 */
public final class ForkedContext implements AutoCloseable {
  /** A context that has changed more than this is not checkpointed. */
  public static final long MAX_CHECKPOINT_BYTES = 128L << 20;

  private enum State {
    /** There is no instance. */
    ABSENT,
    /** It is as the checkpoint says. */
    SETTLED,
    /** It has had a good turn since. */
    AHEAD,
    /** It was stopped, trapped or has exited. */
    DEAD
  }

  private final Supplier<Instance> fresh;
  private final MemoryImage base;
  private final Delta checkpoint;
  private final Consumer<Instance> afterFork;
  private @Nullable Instance instance;
  private State state = State.ABSENT;
  private boolean lossy;

  /**
   * @param fresh opens an instance of the base's module, with the language's hooks
   * @param afterFork is done once to a fork of the bare base before its first turn: reseeding
   */
  public ForkedContext(Supplier<Instance> fresh, MemoryImage base, Consumer<Instance> afterFork) {
    this.fresh = fresh;
    this.base = base;
    this.afterFork = afterFork;
    this.checkpoint = new Delta(base, MAX_CHECKPOINT_BYTES);
  }

  /** The instance for the next turn. */
  public Instance instance() {
    settle();
    Instance live = instance;
    if (live == null) {
      live = fork();
      instance = live;
      state = State.SETTLED;
    }
    checkpoint.begin();
    return live;
  }

  private Instance fork() {
    Instance opened = fresh.get();
    try {
      boolean bare = !checkpoint.isTaken();
      checkpoint.restore(opened);
      if (bare) {
        afterFork.accept(opened);
      }
      return opened;
    } catch (Throwable t) {
      opened.close();
      throw t;
    }
  }

  /** The turn returned: what it left is the context's state from now on. */
  public ContextState good() {
    state = State.AHEAD;
    return ContextState.KEPT;
  }

  /**
   * The turn ended the instance; what is left of it can still be read until {@link #settle}.
   *
   * @return what will become of the context
   */
  public ContextState bad() {
    state = State.DEAD;
    return lossy ? ContextState.RESET : ContextState.RESTORED;
  }

  /** Takes the checkpoint, or restores it, if that is due. */
  public Optional<Settling> settle() {
    Instance live = instance;
    if (live == null) {
      return Optional.empty();
    }
    return switch (state) {
      case ABSENT, SETTLED -> Optional.empty();
      case AHEAD -> {
        lossy = !checkpoint.take(live);
        state = State.SETTLED;
        yield Optional.of(Settling.CHECKPOINT);
      }
      case DEAD -> {
        live.close();
        instance = null;
        state = State.ABSENT;
        lossy = false;
        instance = fork();
        state = State.SETTLED;
        yield Optional.of(Settling.RESTORE);
      }
    };
  }

  /** The instance, where there is one; for stopping it. */
  public Optional<Instance> current() {
    return Optional.ofNullable(instance);
  }

  @Override
  public void close() {
    Instance live = instance;
    if (live != null) {
      live.close();
      instance = null;
    }
    checkpoint.close();
  }
}
