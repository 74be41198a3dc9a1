package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Usage;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a module with its store: a guest.
 *
 * <p><b>Threads</b>: opened, called and closed by one thread at a time, a platform thread with a
 * large stack; {@link #stop}, {@link #kill}, {@link #feed} and {@link #endInput} by any, at any
 * time.
 *
 * <p><b>Turns</b>: limits and stops hold inside {@link #within}. After {@link GuestStopped}, {@link
 * GuestTrap} or {@link GuestExit} the instance is only good for closing.
 */
public final class Instance implements AutoCloseable {
  /**
   * Where a driver inside the guest reads the request of {@link #exchange} and writes its answer.
   */
  public static final int CONTROL_FD = 1000;

  /** The most a driver may answer, unless {@link #responseCap} says otherwise. */
  public static final int RESPONSE_BYTES = 16 << 20;

  private static final ThreadLocal<@Nullable Instance> CURRENT = new ThreadLocal<>();

  private final ModuleHandle module;
  private final GuestStore store;
  private final CpuClock clock = new CpuClock();
  private final StopControl stopping;
  private final PlainWasi plainWasi;
  private final GuestStreams streams;
  private final GuestFiles files;
  private final GuestPoll poll;
  private @Nullable Throwable failure;
  private @Nullable Object attached;
  private long sharedBytes;
  private boolean closed;

  private Instance(ModuleHandle module, InstanceSpec spec) {
    this.module = module;
    NativeEngine engine = module.engine();
    store = new GuestStore(engine, spec.limits().memoryBytes());
    stopping = new StopControl(engine, clock);
    plainWasi = new PlainWasi(engine, store);
    streams = new GuestStreams(this);
    Quota quota = new Quota(spec.writable(), spec.limits().workspaceBytes(), spec.limits().files());
    Orphans orphans = new Orphans(spec.writable());
    files = new GuestFiles(this, quota, orphans, spec.limits().openFiles());
    poll = new GuestPoll(this);
  }

  /**
   * Instantiates a module that is trusted to return from its start function.
   *
   * @throws WasmtimeException if it needs more than the limits, or a mount can not be opened
   * @throws GuestEnd if its start function does not return
   */
  public static Instance open(ModuleHandle module, InstanceSpec spec) {
    Instance instance = create(module, spec);
    try {
      instance.instantiate();
      return instance;
    } catch (Throwable t) {
      instance.close();
      throw t;
    }
  }

  /** As {@link #open}, without {@link #instantiate}, which must follow inside a turn. */
  static Instance create(ModuleHandle module, InstanceSpec spec) {
    GuestStack.require();
    Instance instance = module.engine().use(() -> new Instance(module, spec));
    try {
      WasiSettings.apply(instance.store.context(), spec);
      return instance;
    } catch (Throwable t) {
      instance.close();
      throw t;
    }
  }

  /** Lays out its memory and runs its start function. */
  void instantiate() {
    entering(
        () -> {
          store.instantiate(module);
          return 0L;
        });
  }

  /** The instance whose guest is running on this thread. */
  static Instance current() {
    Instance instance = CURRENT.get();
    if (instance == null) {
      throw new IllegalStateException("no guest is running on this thread");
    }
    return instance;
  }

  // ---- calls ----

  /**
   * Calls an export. Its type must be known to fit: a wrong one is not noticed.
   *
   * @param arguments 32 or 64 bits each, as the export has them
   * @return the result; the upper half of a 32 bit one means nothing
   */
  public long call(String export, long... arguments) {
    return entering(() -> store.call(export, arguments));
  }

  /** Calls an export of a stranger's module that must take and return nothing. */
  public void callChecked(String export) {
    entering(
        () -> {
          store.callChecked(export);
          return 0L;
        });
  }

  /** Calls an export while the guest waits in a host function or is being asked to stop. */
  public long callBack(String export, long... arguments) {
    return store.callInside(export, arguments);
  }

  public boolean hasFunction(String export) {
    return store.hasFunction(export);
  }

  private long entering(Supplier<Long> body) {
    GuestStack.require();
    stopping.requireAlive();
    Instance outer = CURRENT.get();
    CURRENT.set(this);
    failure = null;
    try {
      return body.get();
    } catch (GuestExit e) {
      throw e;
    } catch (GuestTrap | WasmtimeException e) {
      throw cause(e);
    } finally {
      CURRENT.set(outer);
    }
  }

  /** What really ended a call: wasmtime only knows that something did. */
  private RuntimeException cause(RuntimeException seen) {
    Throwable host = failure;
    failure = null;
    return switch (host) {
      case null -> stopping.isHard() ? stopping.stopped() : seen;
      case GuestEnd end -> end;
      case IndexOutOfBoundsException e ->
          new GuestTrap(GuestTrap.Kind.OUT_OF_BOUNDS, "a host function got a bad pointer");
      case RuntimeException e -> e;
      case Throwable t -> new WasmtimeException("a host function failed", t);
    };
  }

  /** On the guest's thread, for {@link Upcalls}: a null pointer, or a trap. */
  MemorySegment answer(HostFunction function, HostArguments arguments) {
    try {
      arguments.result(function.result(), function.body().call(this, arguments));
      return MemorySegment.NULL;
    } catch (Throwable t) {
      if (failure == null) {
        failure = t;
      }
      return WasmtimeErrors.newTrap("host function " + function.name());
    }
  }

  boolean atEpoch() {
    try {
      return stopping.atEpoch();
    } catch (Throwable t) {
      failure = t;
      return true;
    }
  }

  // ---- turns and stops ----

  /**
   * Runs one turn of any number of calls within an allowance.
   *
   * @throws GuestStopped if it had to be stopped hard
   */
  public <T> T within(Allowance allowance, Supplier<T> turn) {
    streams.output().begin(allowance.outputBytes());
    files.beginTurn();
    stopping.begin(allowance);
    try {
      T result = turn.get();
      files.endTurn();
      return result;
    } finally {
      stopping.end();
    }
  }

  /** How the language is asked to stop; it may {@link #callBack}. */
  public void onGentleStop(GentleStop hook) {
    stopping.onGentleStop(hook);
  }

  /** Asks the turn under way to end: gently, and hard after its grace. */
  public void stop(StopCause cause, String reason) {
    stopping.request(cause, reason);
  }

  /** Ends the turn under way, or the next, hard. */
  public void kill(String reason) {
    stopping.kill(StopCause.CANCELLED, reason);
  }

  /** Why a stop was asked for in this turn, or in the last one; empty if it was not. */
  public Optional<StopCause> stopCause() {
    return stopping.cause();
  }

  /** What the caller of {@link #stop} said. */
  public String stopReason() {
    return stopping.reason();
  }

  /** What the last turn used. */
  public Usage usage() {
    return new Usage(
        clock.wall(),
        clock.cpu(),
        store.data().byteSize(),
        sharedBytes,
        streams.output().written());
  }

  // ---- memory ----

  /** The guest's memory as it is now; it moves or grows with any call. Bounds checked. */
  public MemorySegment memory() {
    return store.data();
  }

  void growMemory(long bytes) {
    store.growTo(bytes);
  }

  /** How much of the memory stays one with an image that others are forked from. */
  void shares(long bytes) {
    sharedBytes = bytes;
  }

  /** A 32 bit global that the module exports. */
  public int global(String name) {
    return store.global(name);
  }

  public void global(String name, int value) {
    store.global(name, value);
  }

  // ---- streams ----

  /** Where output goes; called on the guest's thread. */
  public void onOutput(OutputConsumer consumer) {
    streams.output().to(consumer);
  }

  /** Replaces what is left of standard input; it ends behind these bytes unless it is open. */
  public void startInput(byte[] initial, boolean open) {
    streams.input().restart(initial, open);
  }

  public void feed(byte[] bytes) {
    streams.input().feed(bytes);
    stopping.wake();
  }

  public void endInput() {
    streams.input().end();
    stopping.wake();
  }

  /** What the guest's driver will read from {@link #CONTROL_FD}; forgets an older answer. */
  public void exchange(byte[] request) {
    streams.control().begin(request);
  }

  /** What the guest has written to {@link #CONTROL_FD} since. Hostile: its code can write there. */
  public byte[] takeResponse() {
    return streams.control().take();
  }

  public void responseCap(int bytes) {
    streams.control().cap(bytes);
  }

  /** Sees every write to {@link #CONTROL_FD} as it happens, on the guest's thread. */
  public void onControlWrite(Consumer<byte[]> listener) {
    streams.control().onWrite(listener);
  }

  /** What a language keeps beside each of its guests, for its host functions. */
  public void attach(Object companion) {
    attached = companion;
  }

  public <T> Optional<T> attached(Class<T> type) {
    return Optional.ofNullable(attached).map(type::cast);
  }

  // ---- for forks ----

  Set<Integer> openFiles() {
    return files.opened();
  }

  void occupy(Set<Integer> numbers) {
    plainWasi.occupy(numbers);
  }

  // ---- for the shadowed imports ----

  StopControl stopping() {
    return stopping;
  }

  PlainWasi plainWasi() {
    return plainWasi;
  }

  GuestStreams streams() {
    return streams;
  }

  GuestFiles files() {
    return files;
  }

  GuestPoll poll() {
    return poll;
  }

  boolean inputReady() {
    return streams.input().ready();
  }

  /** Releases everything; not while a call is under way. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      files.close();
      store.close();
    }
  }
}
