package dev.codebeaker.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON as RFC 8259 has it and no wider: one document, no key twice in an object, nesting and
 * numbers of sane size.
 */
public final class StrictJson {
  public static final int MAX_NESTING = 64;
  private static final int MAX_NUMBER_LENGTH = 64;

  /** Each becomes an object: a message of brackets would take many times its size of the heap. */
  private static final int MAX_TOKENS = 250_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .maxTokenCount(MAX_TOKENS)
                          // The size of the whole message is bounded before it gets here.
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private StrictJson() {}

  /**
   * @throws ServiceException {@code PARSE_ERROR}, or {@code TOO_LARGE} for too many values
   */
  public static JsonNode parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node.isMissingNode()) {
        throw malformed("there is nothing in it");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw tooMuch(e);
    } catch (JsonProcessingException e) {
      throw malformed(where(e));
    }
  }

  /** Reads piece by piece, within the same bounds; the caller closes it. */
  public static JsonParser parser(String text) throws IOException {
    return MAPPER.createParser(text);
  }

  /**
   * @param utf8 the document; no other encoding is read
   * @throws ServiceException {@code PARSE_ERROR}
   */
  public static JsonNode parse(byte[] utf8) {
    return parse(decode(utf8));
  }

  private static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw notUtf8();
    }
  }

  /** What to say of bytes that are no UTF-8. */
  public static ServiceException notUtf8() {
    return ServiceException.of(ErrorCode.PARSE_ERROR, "the message is not valid UTF-8")
        .field("message")
        .fix("encode the JSON text as UTF-8, and bytes inside it as base64");
  }

  private static ServiceException malformed(String why) {
    return ServiceException.of(ErrorCode.PARSE_ERROR, "the message is not valid JSON: " + why)
        .field("message")
        .fix("send one JSON document");
  }

  private static ServiceException tooMuch(StreamConstraintsException e) {
    String why = String.valueOf(e.getOriginalMessage());
    if (why.contains("Token count")) {
      return ServiceException.of(
              ErrorCode.TOO_LARGE, "the message has more than " + MAX_TOKENS + " values and names")
          .fix("send it in parts");
    }
    boolean deep = why.contains("nesting");
    return ServiceException.of(
            ErrorCode.PARSE_ERROR,
            deep
                ? "the message is nested deeper than " + MAX_NESTING + " levels"
                : "the message has a number or a name that is too long")
        .fix(
            deep
                ? "nest at most " + MAX_NESTING + " arrays and objects"
                : "use at most " + MAX_NUMBER_LENGTH + " digits");
  }

  private static String where(JsonProcessingException e) {
    // Only the first line: the rest quotes the parser's classes.
    String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    var at = e.getLocation();
    return at == null
        ? message
        : message + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }
}
