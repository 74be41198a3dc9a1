package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.wasmtime.CompiledModule;
import dev.codebeaker.runtime.wasm.wasmtime.GuestFactory;
import dev.codebeaker.runtime.wasm.wasmtime.ModuleHandle;
import dev.codebeaker.runtime.wasm.wasmtime.ModuleLinker;
import dev.codebeaker.runtime.wasm.wasmtime.ModuleSource;
import dev.codebeaker.runtime.wasm.wasmtime.PreparedModule;
import dev.codebeaker.runtime.wasm.wasmtime.PrivateDirectory;
import dev.codebeaker.runtime.wasm.wasmtime.StopPatience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Python: CPython with its scientific packages, each program and context a fork of a prepared base.
 */
public final class PythonFactory implements GuestFactory {
  public static final String KIND = "python";

  private static final Logger LOG = Logger.getLogger(PythonFactory.class);
  private static final Language PYTHON = new Language("python");
  private static final long BUILDER_STACK_BYTES = 32L << 20;

  private final Parts parts;
  private final PreparedModule module;
  private final ModuleLinker linker;
  private final PythonBases bases;
  private final Thread builder;
  private volatile boolean closed;
  private volatile @Nullable ModuleHandle linked;

  /** While another process may still be making some of them. */
  private volatile @Nullable BaseBuilder lookingForBases;

  public PythonFactory(Parts parts) {
    this.parts = parts;
    this.bases = new PythonBases(templates(parts.config()));
    this.linker = new ModuleLinker(parts.modules().engine(), List.of(Interpreter.NO_HOST_CALLS));
    this.module =
        parts
            .modules()
            .prepare(new ModuleSource("Python", parts.pack().pythonModule(), Interpreter.EXPORTS));
    this.builder = new Thread(null, this::prepare, "python-bases", BUILDER_STACK_BYTES);
    builder.setDaemon(true);
    builder.start();
  }

  private static List<PythonBases.Template> templates(WasmConfig config) {
    return config.templates().entrySet().stream()
        .filter(entry -> entry.getValue().language().equals(PYTHON.id()))
        .map(
            entry ->
                new PythonBases.Template(
                    entry.getKey(),
                    entry.getValue().warmUp(),
                    entry.getValue().isDefault(),
                    Set.copyOf(entry.getValue().whenImported().orElse(List.of()))))
        .toList();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Set<Feature> features() {
    return Set.of(
        Feature.CONTEXTS,
        Feature.STREAMING_STDIN,
        Feature.STREAMING_OUTPUT,
        Feature.RICH_RESULTS,
        Feature.RESTORE);
  }

  @Override
  public Availability availability(Toolchain toolchain, Language language) {
    return module.availability() instanceof Availability.Available
        ? bases.availability()
        : module.availability();
  }

  @Override
  public List<String> templates(Language language) {
    return bases.names();
  }

  @Override
  public WasmGuest open(GuestSpec spec) {
    BaseBuilder others = lookingForBases;
    if (others != null) {
      find(others);
    }
    bases.choose(spec.template(), spec.limits()); // refuses now what can not be served
    Function<String, PythonBase> base = code -> bases.choose(spec.template(), spec.limits(), code);
    return spec.stateful()
        ? new PythonContext(base, spec, StopPatience.of(parts.config()))
        : new PythonProgram(base, spec);
  }

  /** On a thread of its own: the interpreter, then its bases, one after the other. */
  private void prepare() {
    try {
      CompiledModule compiled = module.future().get();
      ModuleHandle handle = linker.link(compiled);
      linked = handle;
      PythonLibrary library = PythonLibrary.prepare(parts.pack(), parts.cache());
      PrivateDirectory directory = new PrivateDirectory(parts.cache().resolve("bases"));
      Interpreter interpreter = new Interpreter(handle, library);
      // The directory of bases may be part of an image that is mounted read-only.
      Path place = parts.beside().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
      BaseBuilder builder = new BaseBuilder(interpreter, directory, place, parts.pack().version());
      if (parts.beside().isEmpty()) {
        build(builder);
      } else {
        find(builder);
      }
    } catch (ExecutionException e) {
      LOG.debug("Python's module is not ready; its availability tells why", e);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      bases.names().forEach(name -> bases.failed(name, "no library"));
      LOG.error("Python can not be prepared", e);
    }
  }

  private void build(BaseBuilder builder) {
    for (PythonBases.Template template : bases.inOrderOfWork()) {
      if (closed) {
        return;
      }
      try {
        bases.ready(builder.get(template.name(), template.warmUp()));
      } catch (IOException | RuntimeException e) {
        bases.failed(template.name(), "see the service's log");
        LOG.errorf(e, "the template %s can not be prepared", template.name());
      }
    }
  }

  private synchronized void find(BaseBuilder builder) {
    for (PythonBases.Template template : bases.missing()) {
      try {
        builder.find(template.name(), template.warmUp()).ifPresent(bases::ready);
      } catch (IOException | RuntimeException e) {
        bases.failed(template.name(), "see the service's log");
        LOG.errorf(e, "the template %s can not be used", template.name());
      }
    }
    lookingForBases = bases.missing().isEmpty() ? null : builder;
  }

  @Override
  public void close() {
    closed = true;
    builder.interrupt();
    boolean interrupted = awaitBuilder();
    bases.close();
    ModuleHandle handle = linked;
    if (handle != null) {
      handle.close();
      module.module().ifPresent(CompiledModule::close);
    }
    linker.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the wait was interrupted; the builder then ends later, by itself. */
  private boolean awaitBuilder() {
    try {
      builder.join();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
