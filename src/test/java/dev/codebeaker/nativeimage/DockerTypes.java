package dev.codebeaker.nativeimage;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes of the Docker client that Jackson meets: those that carry its annotations, extend its
 * types, or are held or answered by one that does. Derived from the archives, so that a new version
 * of the client changes it.
 */
final class DockerTypes {
  private static final String CLIENT = "com/github/dockerjava/";
  private static final String JACKSON = "com/fasterxml/jackson/";

  private final Map<String, ClassModel> classes = new TreeMap<>();
  private final Set<String> found = new TreeSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  private DockerTypes() {
    classes.putAll(ClassFiles.beside(DockerClient.class, name -> name.startsWith(CLIENT)));
    classes.putAll(ClassFiles.beside(DockerClientImpl.class, name -> name.startsWith(CLIENT)));
  }

  /** By their binary names. */
  static Set<String> metByJackson() {
    DockerTypes types = new DockerTypes();
    types.classes.values().stream()
        .filter(one -> isAnnotated(one) || extendsJackson(one))
        .forEach(one -> types.meet(one.thisClass().asInternalName()));
    types.follow();
    return types.found.stream()
        .map(name -> name.replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void meet(String name) {
    if (classes.containsKey(name) && found.add(name)) {
      open.add(name);
    }
  }

  private void follow() {
    while (!open.isEmpty()) {
      ClassModel one = classes.get(open.remove());
      parents(one).forEach(this::meet);
      signature(one).flatMap(ClassFiles::namesIn).forEach(this::meet);
      one.fields().stream()
          .filter(field -> !field.flags().has(AccessFlag.SYNTHETIC))
          .flatMap(DockerTypes::types)
          .forEach(this::meet);
      one.methods().stream()
          .filter(DockerTypes::answers)
          .flatMap(DockerTypes::types)
          .forEach(this::meet);
    }
  }

  private static boolean answers(MethodModel method) {
    return method.methodName().stringValue().startsWith("get") || isAnnotated(method);
  }

  private static Stream<String> types(FieldModel field) {
    return Stream.concat(Stream.of(field.fieldType().stringValue()), signature(field))
        .flatMap(ClassFiles::namesIn);
  }

  private static Stream<String> types(MethodModel method) {
    return Stream.concat(Stream.of(method.methodType().stringValue()), signature(method))
        .flatMap(ClassFiles::namesIn);
  }

  private static Stream<String> signature(AttributedElement element) {
    return element.findAttribute(Attributes.signature()).stream()
        .map(signature -> signature.signature().stringValue());
  }

  private static boolean extendsJackson(ClassModel one) {
    return parents(one).anyMatch(name -> name.startsWith(JACKSON));
  }

  private static Stream<String> parents(ClassModel one) {
    return Stream.concat(one.superclass().stream(), one.interfaces().stream())
        .map(ClassEntry::asInternalName);
  }

  private static boolean isAnnotated(ClassModel one) {
    return hasAnnotations(one)
        || one.fields().stream().anyMatch(DockerTypes::hasAnnotations)
        || one.methods().stream().anyMatch(DockerTypes::isAnnotated);
  }

  private static boolean isAnnotated(MethodModel method) {
    return hasAnnotations(method)
        || method.findAttribute(Attributes.runtimeVisibleParameterAnnotations()).stream()
            .flatMap(all -> all.parameterAnnotations().stream())
            .flatMap(List::stream)
            .anyMatch(it -> it.className().stringValue().startsWith("L" + JACKSON));
  }

  private static boolean hasAnnotations(AttributedElement element) {
    return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
        .map(RuntimeVisibleAnnotationsAttribute::annotations)
        .flatMap(List::stream)
        .anyMatch(it -> it.className().stringValue().startsWith("L" + JACKSON));
  }
}
