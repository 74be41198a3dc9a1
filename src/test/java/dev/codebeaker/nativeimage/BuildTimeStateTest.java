package dev.codebeaker.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.Main;
import java.lang.classfile.ClassModel;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Quarkus has every class initialised while the image is built. What a class then takes from the
 * machine, the image would have for ever: such a class is named with --initialize-at-run-time in
 * META-INF/native-image/dev.codebeaker/codebeaker/native-image.properties.
 */
class BuildTimeStateTest {
  private static final Map<String, ClassModel> CLASSES =
      ClassFiles.beside(Main.class, name -> name.startsWith("dev/codebeaker/"));

  /** The build's machine is told from others by what its properties hold while classes begin. */
  private static final String FACT = "only-on-the-machine-that-builds";

  private static final Set<String> ASKING =
      Set.of(
          "java/lang/System.getenv",
          "java/lang/System.getProperty",
          "java/lang/System.nanoTime",
          "java/lang/System.currentTimeMillis",
          "java/lang/Runtime.availableProcessors",
          "java/lang/Runtime.maxMemory",
          "java/lang/ProcessHandle.current",
          "java/lang/ProcessHandle.pid",
          "java/time/Instant.now",
          "java/net/InetAddress.getLocalHost");

  @Test
  void noClassThatIsInitialisedEarlyNeedsOneThatIsNot() {
    BuildTime buildTime = new BuildTime(CLASSES, Registration.initialisedAtRunTime());
    List<String> failures = new ArrayList<>();
    for (String name : CLASSES.keySet()) {
      if (!buildTime.isLeftToTheImage(name)) {
        try {
          buildTime.initialised(name);
        } catch (ClassNotFoundException | LinkageError failure) {
          failures.add(name + ": " + root(failure));
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void noClassThatIsInitialisedEarlyHoldsWhatBelongsToTheMachine() throws Exception {
    BuildTime buildTime = new BuildTime(CLASSES, Registration.initialisedAtRunTime());
    StaticState state = new StaticState(Set.of(FACT));
    List<String> found = new ArrayList<>();
    String user = System.setProperty("user.name", FACT);
    try {
      for (String name : CLASSES.keySet()) {
        if (!buildTime.isLeftToTheImage(name)) {
          found.addAll(state.ofTheMachine(buildTime.initialised(name)));
        }
      }
    } finally {
      System.setProperty("user.name", user);
    }
    assertThat(found).isEmpty();
  }

  @Test
  void noClassThatIsInitialisedEarlyAsksTheMachineAtOnce() {
    BuildTime buildTime = new BuildTime(CLASSES, Registration.initialisedAtRunTime());
    assertThat(CLASSES.values())
        .filteredOn(one -> !buildTime.isLeftToTheImage(one.thisClass().asInternalName()))
        .flatMap(BuildTimeStateTest::asked)
        .isEmpty();
  }

  private static List<String> asked(ClassModel one) {
    return Calls.of(one)
        .filter(call -> call.from().equals(ConstantDescs.CLASS_INIT_NAME))
        .map(Calls.Call::to)
        .filter(ASKING::contains)
        .map(call -> one.thisClass().asInternalName() + " calls " + call)
        .toList();
  }

  @Test
  void everyNameThatIsGivenStandsForSomething() {
    assertThat(Registration.initialisedAtRunTime())
        .filteredOn(name -> name.startsWith("dev.codebeaker."))
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(CLASSES.keySet()).anyMatch(it -> it.replace('/', '.').startsWith(name)));
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
