package dev.codebeaker.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.Main;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is written as JSON is registered: without that a native image writes "{}". */
class WireRegistrationTest {
  private static final Map<String, ClassModel> CLASSES =
      ClassFiles.beside(Main.class, name -> name.startsWith("dev/codebeaker/wire/"));

  /** What is sent, by what it is called; what REST's methods return is found by itself. */
  private static final List<String> SENT = List.of("Answer", "Event", "Catalogue", "Problem");

  @Test
  void everyRecordThatIsSentIsRegistered() throws ClassNotFoundException {
    Set<String> sent = sent();
    assertThat(sent)
        .contains("dev.codebeaker.wire.message.ExecutionEvent$Output")
        .contains("dev.codebeaker.wire.rest.FileResource$Written");
    assertThat(registered()).containsAll(sent);
  }

  @Test
  void nothingElseIsRegistered() throws ClassNotFoundException {
    Set<String> records = new TreeSet<>();
    for (String name : registered()) {
      if (Class.forName(name).isRecord()) {
        records.add(name);
      }
    }
    assertThat(sent()).containsAll(records);
  }

  private static Set<String> sent() throws ClassNotFoundException {
    Deque<String> open = new ArrayDeque<>();
    CLASSES.keySet().stream().filter(WireRegistrationTest::isCalledSent).forEach(open::add);
    CLASSES.values().stream()
        .flatMap(one -> one.methods().stream())
        .filter(WireRegistrationTest::isOfRest)
        .flatMap(WireRegistrationTest::returned)
        .forEach(open::add);
    Set<String> sent = new TreeSet<>();
    while (!open.isEmpty()) {
      String name = open.remove().replace('/', '.');
      Class<?> type = Class.forName(name);
      if (name.startsWith("dev.codebeaker.")
          && type.isRecord()
          && !isPrivate(type)
          && sent.add(name)) {
        for (RecordComponent component : type.getRecordComponents()) {
          named(component.getGenericType().getTypeName()).forEach(open::add);
        }
      }
    }
    return sent;
  }

  private static boolean isPrivate(Class<?> type) {
    return java.lang.reflect.Modifier.isPrivate(type.getModifiers());
  }

  private static boolean isCalledSent(String name) {
    String outermost = name.substring(name.lastIndexOf('/') + 1).split("\\$", 2)[0];
    return SENT.stream().anyMatch(outermost::endsWith);
  }

  private static boolean isOfRest(MethodModel method) {
    return method.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
        .flatMap(all -> all.annotations().stream())
        .anyMatch(it -> it.className().stringValue().startsWith("Ljakarta/ws/rs/"));
  }

  private static Stream<String> returned(MethodModel method) {
    String signature =
        method
            .findAttribute(Attributes.signature())
            .map(it -> it.signature().stringValue())
            .orElse(method.methodType().stringValue());
    return ClassFiles.namesIn(signature.substring(signature.indexOf(')')));
  }

  private static Stream<String> named(String type) {
    return Arrays.stream(type.split("[<>, ]+")).filter(it -> it.startsWith("dev.codebeaker."));
  }

  private static Set<String> registered() throws ClassNotFoundException {
    return Arrays.stream(
            Class.forName("dev.codebeaker.wire.rest.SerialisedAnswers")
                .getAnnotation(RegisterForReflection.class)
                .targets())
        .map(Class::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
