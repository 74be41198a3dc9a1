package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The bases of the configured templates: which there are to be, and which are ready. A session that
 * names no template starts from the default one, or while that is being made from another that is
 * ready: the same code runs, it only has to import more itself. Thread safe.
 */
final class PythonBases implements AutoCloseable {
  /** A template of the configuration. */
  record Template(String name, String warmUp, boolean isDefault, Set<String> whenImported) {
    Template {
      whenImported = Set.copyOf(whenImported);
    }
  }

  private final List<Template> templates;

  // guarded by this
  private final Map<String, PythonBase> ready = new HashMap<>();
  private final Map<String, String> failed = new HashMap<>();
  private boolean closed;

  PythonBases(List<Template> templates) {
    this.templates =
        templates.stream()
            .sorted(
                Comparator.comparing((Template t) -> !t.isDefault()).thenComparing(Template::name))
            .toList();
  }

  /** The default one first. */
  List<String> names() {
    return templates.stream().map(Template::name).toList();
  }

  /** The quickest to make first, so that the language is served soon. */
  List<Template> inOrderOfWork() {
    return templates.stream()
        .sorted(Comparator.comparingInt(template -> template.warmUp().length()))
        .toList();
  }

  /** Those that are neither ready nor given up, in order of work. */
  synchronized List<Template> missing() {
    return inOrderOfWork().stream()
        .filter(template -> !ready.containsKey(template.name()))
        .filter(template -> !failed.containsKey(template.name()))
        .toList();
  }

  synchronized void ready(PythonBase base) {
    if (closed) {
      base.image().close();
    } else {
      ready.put(base.name(), base);
    }
  }

  synchronized void failed(String template, String why) {
    failed.put(template, why);
  }

  /** The base for a session. */
  synchronized PythonBase choose(Optional<String> asked, Limits limits) {
    return asked.isPresent() ? named(asked.get(), limits) : usual(limits);
  }

  /**
   * The base for code: of a session that names no template, one that has what the code imports. The
   * code runs the same on any; this one only saves it the time.
   */
  synchronized PythonBase choose(Optional<String> asked, Limits limits, String code) {
    if (asked.isEmpty()) {
      Set<String> imported = PythonImports.of(code);
      for (Template template : templates) {
        PythonBase base = ready.get(template.name());
        boolean wanted = template.whenImported().stream().anyMatch(imported::contains);
        if (wanted && base != null && base.fits(limits)) {
          return base;
        }
      }
    }
    return choose(asked, limits);
  }

  private PythonBase named(String name, Limits limits) {
    PythonBase base = ready.get(name);
    if (base != null) {
      return requireMemory(base, limits);
    }
    if (!names().contains(name)) {
      throw ServiceException.of(
              ErrorCode.TEMPLATE_UNKNOWN, "there is no template '" + name + "' for python")
          .field("template")
          .known(names());
    }
    if (failed.containsKey(name)) {
      throw ServiceException.of(
              ErrorCode.RUNTIME_UNAVAILABLE, "the template '" + name + "' could not be prepared")
          .field("template")
          .fix("leave the template out; the service's log tells why it failed");
    }
    throw ServiceException.of(
            ErrorCode.RUNTIME_PREPARING, "the template '" + name + "' is still being prepared")
        .field("template")
        .fix("leave the template out, or try again in a few seconds");
  }

  private PythonBase usual(Limits limits) {
    List<PythonBase> candidates = new ArrayList<>();
    for (Template template : templates) {
      PythonBase base = ready.get(template.name());
      if (base != null) {
        candidates.add(base);
      }
    }
    if (candidates.isEmpty()) {
      throw ServiceException.of(
          ErrorCode.RUNTIME_PREPARING, "python is still being prepared; try again in a moment");
    }
    return candidates.stream()
        .filter(base -> base.fits(limits))
        .findFirst()
        .orElseGet(
            () ->
                requireMemory(
                    candidates.stream()
                        .min(Comparator.comparingLong(PythonBase::leastMemoryBytes))
                        .orElseThrow(),
                    limits));
  }

  private static PythonBase requireMemory(PythonBase base, Limits limits) {
    if (!base.fits(limits)) {
      throw ServiceException.of(
              ErrorCode.INVALID_PARAMS,
              "python needs more memory than " + limits.memoryBytes() + " bytes")
          .field("limits.memoryBytes")
          .fix("allow at least " + base.leastMemoryBytes() + " bytes");
    }
    return base;
  }

  /** Whether sessions can be served at all. */
  synchronized Availability availability() {
    if (!ready.isEmpty()) {
      return new Availability.Available("CPython 3.15 on wasmtime");
    }
    if (!templates.isEmpty() && failed.size() == templates.size()) {
      return new Availability.Unavailable(
          "its interpreter could not be started: " + failed.values().iterator().next(),
          "./codebeaker engines verify");
    }
    return new Availability.Preparing("starting Python", 0.98);
  }

  @Override
  public synchronized void close() {
    closed = true;
    ready.values().forEach(base -> base.image().close());
    ready.clear();
  }
}
