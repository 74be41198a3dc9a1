package dev.codebeaker.runtime;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way to run code: a mechanism that confines and the toolchains it confines.
 *
 * <p><b>Lifecycle</b>: a bean, or one of a {@link RuntimeFamily}; one per name, for the life of the
 * service. {@link #open} any number of times.
 *
 * <p><b>Threads</b>: thread safe.
 *
 * <p><b>Blocking</b>: {@link #open} blocks and is called on a thread that may; the rest never
 * blocks.
 *
 * <p><b>Failure</b>: {@link #open} throws a {@link ServiceException} when the service can not
 * provide a sandbox; nothing is left behind then.
 */
public interface ExecutionRuntime {
  /** The name clients select it by; constant. */
  String name();

  /** Constant for the life of the process. */
  RuntimeCapabilities capabilities();

  /** Whether it can serve the language now; answered from a cache. */
  Availability availability(Language language);

  /** The prepared bases a session in this language may start from, the default one first. */
  List<String> templates(Language language);

  /**
   * Why no sandbox is opened on a container image of the client's choice; empty if one is, where
   * there is such an image. Does not block.
   */
  default Optional<String> refuses(String image) {
    return Optional.of("runs no container images");
  }

  /**
   * The command line that talks to a person in a language, in a terminal: {@code python3}. Empty
   * where there is none.
   */
  default List<String> repl(Language language) {
    return List.of();
  }

  /**
   * What else operators want to know of it, name to value: which engine, which way of confining.
   * Short, without secrets; constant or answered from a cache.
   */
  default Map<String, String> details() {
    return Map.of();
  }

  /** What is measured of it; quick, and asked for every few seconds. */
  default Vitals vitals() {
    return Vitals.NONE;
  }

  /** Called once, when the service has started: who wants to know how contexts are settled. */
  default void observe(Settling.Observer observer) {}

  /** How many sandboxes are open now. */
  int open();

  /**
   * Opens one confined place. The caller owns it and closes it. What has to be waited for (a place
   * in a pool, a permit, an interpreter that starts) is waited for here where that is possible: the
   * time this call takes is what the selector goes by when the runtime is under load.
   *
   * @throws ServiceException {@code RUNTIME_UNAVAILABLE}, {@code RUNTIME_PREPARING}, {@code
   *     RUNTIME_SATURATED}, {@code TEMPLATE_UNKNOWN} or {@code RUNTIME_FAILED}
   */
  Sandbox open(SandboxSpec spec);
}
