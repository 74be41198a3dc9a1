package dev.codebeaker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The calls that a native image can make, and be called by: those that are registered. */
public final class ForeignRegistration {
  /** How a call that keeps errno is registered; the image need not be told what it keeps. */
  public static final String KEEPS_ERRNO = "captureCallState=true";

  private static final String FILE =
      "/META-INF/native-image/dev.codebeaker/codebeaker/reachability-metadata.json";

  private ForeignRegistration() {}

  /** Downcalls or upcalls, each with its options. */
  public static Set<String> registered(String kind) throws IOException {
    Set<String> signatures = new TreeSet<>();
    for (JsonNode call : metadata().path("foreign").path(kind)) {
      signatures.add(
          call.path("returnType").asText()
              + StreamSupport.stream(call.path("parameterTypes").spliterator(), false)
                  .map(JsonNode::asText)
                  .collect(Collectors.joining(",", "(", ")"))
              + options(call.path("options")));
    }
    return signatures;
  }

  public static JsonNode metadata() throws IOException {
    try (InputStream file = ForeignRegistration.class.getResourceAsStream(FILE)) {
      return new ObjectMapper().readTree(file);
    }
  }

  /** A call without options, as {@link #registered} writes it. */
  public static String text(FunctionDescriptor descriptor) {
    return descriptor.returnLayout().map(ForeignRegistration::text).orElse("void")
        + descriptor.argumentLayouts().stream()
            .map(ForeignRegistration::text)
            .collect(Collectors.joining(",", "(", ")"));
  }

  /** A call that keeps errno. */
  public static String text(FunctionDescriptor descriptor, OptionalInt firstVariadic) {
    String variadic =
        firstVariadic.isPresent() ? " firstVariadicArg=" + firstVariadic.getAsInt() : "";
    return text(descriptor) + " " + KEEPS_ERRNO + variadic;
  }

  private static String options(JsonNode options) {
    StringBuilder text = new StringBuilder();
    for (Iterator<String> names = options.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      text.append(' ').append(name).append('=').append(options.path(name).asText());
    }
    return text.toString();
  }

  private static String text(MemoryLayout layout) {
    return switch (layout.toString()) {
      case "a8" -> "void*";
      case "j8" -> "jlong";
      case "i4" -> "jint";
      case "b1" -> "jbyte";
      case "z1" -> "jboolean";
      default -> layout.toString();
    };
  }
}
