package dev.codebeaker.nativeimage;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.management.PlatformManagedObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** What static fields hold, and what that holds in turn. */
final class StaticState {
  /** What an image can not be built with, or must not: it belongs to the machine that builds. */
  private static final List<Class<?>> OF_THE_MACHINE =
      List.of(
          Thread.class,
          Executor.class,
          ThreadFactory.class,
          Timer.class,
          Process.class,
          ProcessHandle.class,
          FileDescriptor.class,
          Closeable.class,
          Arena.class,
          MemorySegment.class,
          SymbolLookup.class,
          MethodHandle.class,
          Random.class,
          PlatformManagedObject.class);

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> found = new ArrayList<>();
  private final Set<String> hostFacts;

  /**
   * @param hostFacts texts that only this machine can have
   */
  StaticState(Set<String> hostFacts) {
    this.hostFacts = hostFacts;
  }

  /** What of the machine the static fields of this class hold, and where. */
  List<String> ofTheMachine(Class<?> type) {
    found.clear();
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        look(type.getName() + "." + field.getName(), value(field, null));
      }
    }
    return List.copyOf(found);
  }

  private void look(String at, Object value) {
    if (value == null || value instanceof Class<?> || !seen.add(value)) {
      return;
    }
    if (OF_THE_MACHINE.stream().anyMatch(type -> type.isInstance(value)) || isFact(value)) {
      found.add(at + " holds " + value);
      return;
    }
    switch (value) {
      case Collection<?> all -> all.forEach(one -> look(at, one));
      case Map<?, ?> all ->
          all.forEach((key, one) -> Stream.of(key, one).forEach(it -> look(at, it)));
      case Optional<?> one -> look(at, one.orElse(null));
      case AtomicReference<?> one -> look(at, one.get());
      case Object[] all -> Stream.of(all).forEach(one -> look(at, one));
      default -> members(at, value);
    }
  }

  private boolean isFact(Object value) {
    return value instanceof CharSequence || value instanceof java.nio.file.Path
        ? hostFacts.stream().anyMatch(value.toString()::contains)
        : false;
  }

  private void members(String at, Object value) {
    if (Array.class.isInstance(value)
        || !value.getClass().getName().startsWith("dev.codebeaker.")) {
      return;
    }
    for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && type.getName().startsWith("dev.codebeaker.")) {
          look(at + "." + field.getName(), value(field, value));
        }
      }
    }
  }

  private static Object value(Field field, Object of) {
    try {
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
