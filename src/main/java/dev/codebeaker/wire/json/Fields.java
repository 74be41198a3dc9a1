package dev.codebeaker.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fields of one JSON object, each asked for with the type it must have. Whatever is wrong is
 * {@code INVALID_PARAMS} with the path of the field and how to mend it. An explicit {@code null}
 * counts as absent.
 */
public final class Fields {
  private final JsonNode object;
  private final String path;

  private Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * @param path where the object stands, for messages: {@code command}; empty for the outermost
   * @param known every field it may have
   * @throws ServiceException {@code INVALID_PARAMS} if it is no object or has another field
   */
  public static Fields of(JsonNode node, String path, List<String> known) {
    if (!node.isObject()) {
      throw wrongType(path.isEmpty() ? "params" : path, "an object", node);
    }
    Fields fields = new Fields(node, path);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw fields.unknown(name, known);
              }
            });
    return fields;
  }

  private ServiceException unknown(String name, List<String> known) {
    String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
    return ServiceException.of(
            ErrorCode.INVALID_PARAMS, "there is no field '" + at(shown) + "' here")
        .field(at(shown))
        .fix(known.isEmpty() ? "leave it out: there are no fields" : "use the known fields")
        .known(known);
  }

  /** The path of one of its fields, for messages. */
  public String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  public Optional<JsonNode> node(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  public JsonNode required(String name, String expected) {
    return node(name).orElseThrow(() -> missing(at(name), expected));
  }

  public Optional<String> optionalText(String name) {
    return node(name).map(node -> text(node, at(name)));
  }

  public String text(String name) {
    return text(required(name, "a string"), at(name));
  }

  public boolean flag(String name, boolean otherwise) {
    return optionalFlag(name).orElse(otherwise);
  }

  public Optional<Boolean> optionalFlag(String name) {
    return node(name)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw wrongType(at(name), "true or false", node);
              }
              return node.booleanValue();
            });
  }

  public Optional<Long> optionalCount(String name) {
    return node(name).map(node -> count(node, at(name)));
  }

  public List<String> texts(String name) {
    return node(name).map(node -> texts(node, at(name))).orElse(List.of());
  }

  /** Every member of an object whose names are free, in order. */
  public <T> Map<String, T> members(String name, Member<T> member) {
    return node(name).map(node -> members(node, at(name), member)).orElse(Map.of());
  }

  /** Reads one member of an object whose names are free. */
  @FunctionalInterface
  public interface Member<T> {
    T read(JsonNode node, String path);
  }

  public <T> Optional<T> optional(String name, Function<JsonNode, T> reader) {
    return node(name).map(reader);
  }

  public static String text(JsonNode node, String path) {
    if (!node.isTextual()) {
      throw wrongType(path, "a string", node);
    }
    return node.textValue();
  }

  /** A whole number greater than zero. */
  public static long count(JsonNode node, String path) {
    if (!node.isIntegralNumber()) {
      throw wrongType(path, "a whole number", node);
    }
    if (!node.canConvertToLong() || node.longValue() <= 0) {
      throw invalid(path, "must be a number from 1 to " + Long.MAX_VALUE);
    }
    return node.longValue();
  }

  public static ServiceException invalid(String path, String mustBe) {
    return ServiceException.of(ErrorCode.INVALID_PARAMS, "the field '" + path + "' " + mustBe)
        .field(path)
        .fix("it " + mustBe);
  }

  private static ServiceException missing(String path, String expected) {
    return ServiceException.of(ErrorCode.INVALID_PARAMS, "the field '" + path + "' is missing")
        .field(path)
        .fix("add '" + path + "': " + expected);
  }

  private static ServiceException wrongType(String path, String expected, JsonNode found) {
    String kind =
        switch (found.getNodeType()) {
          case ARRAY -> "an array";
          case OBJECT, POJO -> "an object";
          case STRING, BINARY -> "a string";
          case NUMBER -> "a number";
          case BOOLEAN -> "a boolean";
          case NULL, MISSING -> "null";
        };
    return ServiceException.of(
            ErrorCode.INVALID_PARAMS,
            "the field '" + path + "' must be " + expected + ", not " + kind)
        .field(path)
        .fix("make it " + expected);
  }

  private static List<String> texts(JsonNode node, String path) {
    if (!(node instanceof ArrayNode array)) {
      throw wrongType(path, "an array of strings", node);
    }
    List<String> texts = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      texts.add(text(array.get(i), path + "[" + i + "]"));
    }
    return texts;
  }

  private static <T> Map<String, T> members(JsonNode node, String path, Member<T> member) {
    if (!node.isObject()) {
      throw wrongType(path, "an object", node);
    }
    Map<String, T> members = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry ->
                members.put(
                    entry.getKey(), member.read(entry.getValue(), path + "." + entry.getKey())));
    return members;
  }
}
