package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.contract.RuntimeContract;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on one of the runtimes of a rig. */
public abstract class RigContract extends RuntimeContract {
  private final Supplier<? extends RuntimeRig> rigs;
  private final String name;
  private final Set<String> languages;
  private @Nullable RuntimeRig rig;
  private @Nullable ExecutionRuntime runtime;

  /**
   * @param languages those that are tried; without any, all that are available
   */
  protected RigContract(Supplier<? extends RuntimeRig> rigs, String name, String... languages) {
    this.rigs = rigs;
    this.name = name;
    this.languages = Set.of(languages);
  }

  @BeforeAll
  void open() {
    rig = rigs.get();
    runtime = rig.runtime(name);
  }

  @AfterAll
  void close() {
    if (rig != null) {
      rig.close();
    }
  }

  @Override
  protected ExecutionRuntime runtime() {
    return Objects.requireNonNull(runtime);
  }

  @Override
  protected boolean isTried(Language language) {
    return languages.isEmpty() || languages.contains(language.id());
  }

  @Override
  protected Path state() {
    return Objects.requireNonNull(rig).state();
  }
}
