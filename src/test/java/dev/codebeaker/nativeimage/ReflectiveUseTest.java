package dev.codebeaker.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.Main;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What the service's code looks up by name, and calls without the compiler's knowledge: a native
 * image has only what is registered. Each use is listed here with what holds it to its
 * registration; a new one needs both.
 */
class ReflectiveUseTest {
  /** By where it is used. */
  private static final Map<String, Set<String>> REGISTERED =
      Map.of(
          // Resources: ResourceRegistrationTest.
          "dev/codebeaker/cli/Build", Set.of("java/lang/Class.getResourceAsStream"),
          "dev/codebeaker/language/SourceText", Set.of("java/lang/Class.getResourceAsStream"),
          "dev/codebeaker/runtime/wasm/pack/PackTable",
              Set.of("java/lang/Class.getResourceAsStream"),
          "dev/codebeaker/cli/LocalSetup", Set.of("java/lang/ClassLoader.getResource"),
          // C functions: the ForeignRegistrationTest beside each.
          "dev/codebeaker/linux/LinuxFunction", Set.of("java/lang/foreign/Linker.downcallHandle"),
          "dev/codebeaker/linux/Syscall", Set.of("java/lang/foreign/Linker.downcallHandle"),
          "dev/codebeaker/runtime/wasm/wasmtime/CFunction",
              Set.of("java/lang/foreign/Linker.downcallHandle"),
          "dev/codebeaker/runtime/wasm/wasmtime/Upcalls",
              Set.of(
                  "java/lang/foreign/Linker.upcallStub",
                  "java/lang/invoke/MethodHandles$Lookup.findStatic"));

  private static final List<String> BY_NAME =
      List.of(
          "java/lang/Class.forName",
          "java/lang/Class.get",
          "java/lang/Class.newInstance",
          "java/lang/ClassLoader.",
          "java/lang/Module.getResource",
          "java/lang/foreign/Linker.downcallHandle",
          "java/lang/foreign/Linker.upcallStub",
          "java/lang/invoke/MethodHandleProxies.",
          "java/lang/invoke/MethodHandles$Lookup.",
          "java/lang/invoke/MethodHandles.privateLookupIn",
          "java/lang/reflect/",
          "java/io/ObjectInputStream.",
          "java/io/ObjectOutputStream.",
          "java/util/ResourceBundle.getBundle",
          "java/util/ServiceLoader.load",
          "java/util/concurrent/atomic/AtomicIntegerFieldUpdater.newUpdater",
          "java/util/concurrent/atomic/AtomicLongFieldUpdater.newUpdater",
          "java/util/concurrent/atomic/AtomicReferenceFieldUpdater.newUpdater");

  /** Asks a class of what any image knows of it. */
  private static final Set<String> NOT_BY_NAME =
      Set.of(
          "java/lang/Class.getName",
          "java/lang/Class.getSimpleName",
          "java/lang/Class.getPackage",
          "java/lang/Class.getPackageName",
          "java/lang/Class.getProtectionDomain",
          "java/lang/Class.getClassLoader",
          "java/lang/Class.getEnumConstants");

  @Test
  void everythingThatIsLookedUpByNameIsHeldToItsRegistration() {
    Map<String, Set<String>> used = new TreeMap<>();
    ClassFiles.beside(Main.class, name -> name.startsWith("dev/codebeaker/"))
        .forEach(
            (name, one) ->
                Calls.of(one)
                    .map(Calls.Call::to)
                    .filter(ReflectiveUseTest::isByName)
                    .forEach(call -> used.computeIfAbsent(name, _ -> new TreeSet<>()).add(call)));
    assertThat(used).isEqualTo(REGISTERED);
  }

  private static boolean isByName(String call) {
    return BY_NAME.stream().anyMatch(call::startsWith) && !NOT_BY_NAME.contains(call);
  }
}
