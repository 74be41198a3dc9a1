package dev.codebeaker.runtime;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import java.util.Optional;

/**
 * What a sandbox is opened for.
 *
 * @param id unique among the live sandboxes of this service; fit for a directory name
 * @param language what will mostly be run in it
 * @param template the prepared base its contexts are forked from, or empty for the language's
 *     default
 * @param limits the most any execution in it may use; workspace and file limits hold for its whole
 *     life
 * @param owner tells the sandboxes of one owner from those of others; nothing else is to be read
 *     from it
 * @param oneShot whether it is closed after one execution: nothing need be made ready for another
 * @param image the container image to take instead of the language's own, or empty
 */
public record SandboxSpec(
    String id,
    Language language,
    Optional<String> template,
    Limits limits,
    String owner,
    boolean oneShot,
    Optional<String> image) {
  private static final String NOBODY = "";

  /** One for as many executions as come, whose owner does not matter. */
  public SandboxSpec(String id, Language language, Optional<String> template, Limits limits) {
    this(id, language, template, limits, NOBODY, false, Optional.empty());
  }

  /** One on the language's own image, if on any. */
  public SandboxSpec(
      String id,
      Language language,
      Optional<String> template,
      Limits limits,
      String owner,
      boolean oneShot) {
    this(id, language, template, limits, owner, oneShot, Optional.empty());
  }
}
