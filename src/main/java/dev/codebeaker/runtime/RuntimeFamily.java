package dev.codebeaker.runtime;

import java.util.List;

/**
 * Several runtimes out of one configuration: what a bean is where the number of runtimes is only
 * known when the configuration has been read. Its runtimes are registered beside those that are
 * beans themselves; none may have the name of another.
 *
 * <p><b>Lifecycle</b>: asked once, when the service starts; whoever made the family closes what its
 * runtimes own.
 */
public interface RuntimeFamily {
  /** The same ones at each call; none if nothing is configured. */
  List<ExecutionRuntime> runtimes();
}
