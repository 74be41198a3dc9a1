package dev.codebeaker.runtime.wasm.java.wasi;

import dev.codebeaker.runtime.wasm.java.Interrupted;
import dev.codebeaker.runtime.wasm.java.StdinPipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import run.endive.runtime.Memory;

/** Sleeping, and waiting for input; a stop ends both at once. */
final class Polling {
  private static final int MAX_SUBSCRIPTIONS = 1024;
  private static final int SUBSCRIPTION_BYTES = 48;
  private static final int EVENT_BYTES = 32;
  private static final int CLOCK = 0;
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final long A_DAY = TimeUnit.DAYS.toNanos(1);

  private final Descriptors descriptors;
  private final StdinPipe stdin;

  Polling(Descriptors descriptors, StdinPipe stdin) {
    this.descriptors = descriptors;
    this.stdin = stdin;
  }

  private record Subscription(long userData, int type, long waitNanos, int descriptor) {}

  private record Event(Subscription of, Errno errno, long bytes, boolean hangUp) {}

  void poll(Call call) {
    int count = call.number(2);
    if (count <= 0 || count > MAX_SUBSCRIPTIONS) {
      throw Errno.INVAL.exception();
    }
    List<Subscription> wanted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      wanted.add(read(call.memory(), call.number(0) + i * SUBSCRIPTION_BYTES));
    }
    List<Event> events = await(wanted);
    int at = call.number(1);
    for (Event event : events) {
      write(call.memory(), at, event);
      at += EVENT_BYTES;
    }
    call.put(3, events.size());
  }

  private static Subscription read(Memory memory, int at) {
    long userData = memory.readLong(at);
    int type = memory.read(at + 8);
    return switch (type) {
      case CLOCK -> new Subscription(userData, type, wait(memory, at + 16), -1);
      case READ, WRITE -> new Subscription(userData, type, A_DAY, memory.readInt(at + 16));
      default -> throw Errno.INVAL.exception();
    };
  }

  private static long wait(Memory memory, int at) {
    int clock = memory.readInt(at);
    long timeout = memory.readLong(at + 8);
    boolean absolute = (memory.readShort(at + 24) & 1) != 0;
    long nanos = absolute ? timeout - ProcessCalls.time(clock) : timeout;
    boolean veryLong = !absolute && timeout < 0;
    return veryLong ? A_DAY : Math.clamp(nanos, 0, A_DAY);
  }

  private List<Event> await(List<Subscription> wanted) {
    List<Event> ready = ready(wanted);
    if (!ready.isEmpty()) {
      return ready;
    }
    long shortest = wanted.stream().mapToLong(Subscription::waitNanos).min().orElse(0);
    if (wanted.stream().anyMatch(subscription -> subscription.type() == READ)) {
      stdin.available(shortest);
    } else {
      sleep(shortest);
    }
    List<Event> events = ready(wanted);
    wanted.stream()
        .filter(subscription -> subscription.type() == CLOCK)
        .filter(subscription -> subscription.waitNanos() <= shortest && events.isEmpty())
        .map(subscription -> new Event(subscription, Errno.SUCCESS, 0, false))
        .toList()
        .forEach(events::add);
    return events;
  }

  private static void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
  }

  /** Those that need no waiting, and clocks whose time had come when they were given. */
  private List<Event> ready(List<Subscription> wanted) {
    List<Event> events = new ArrayList<>();
    for (Subscription subscription : wanted) {
      ready(subscription).ifPresent(events::add);
    }
    return events;
  }

  private Optional<Event> ready(Subscription subscription) {
    if (subscription.type() == CLOCK) {
      return subscription.waitNanos() == 0
          ? Optional.of(new Event(subscription, Errno.SUCCESS, 0, false))
          : Optional.empty();
    }
    try {
      return descriptors.get(subscription.descriptor()) instanceof Descriptor.Stdin
          ? input(subscription)
          : Optional.of(new Event(subscription, Errno.SUCCESS, 1, false));
    } catch (WasiException e) {
      return Optional.of(new Event(subscription, e.errno(), 0, false));
    }
  }

  private Optional<Event> input(Subscription subscription) {
    long bytes = stdin.available(0);
    return bytes > 0 || stdin.atEnd()
        ? Optional.of(new Event(subscription, Errno.SUCCESS, bytes, stdin.atEnd()))
        : Optional.empty();
  }

  private static void write(Memory memory, int at, Event event) {
    memory.write(at, new byte[EVENT_BYTES], 0, EVENT_BYTES);
    memory.writeLong(at, event.of().userData());
    memory.writeShort(at + 8, (short) event.errno().code());
    memory.writeByte(at + 10, (byte) event.of().type());
    memory.writeLong(at + 16, event.bytes());
    memory.writeShort(at + 24, (short) (event.hangUp() ? 1 : 0));
  }
}
