package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.codebeaker.language.javascript.Token;
import dev.codebeaker.language.javascript.Tokens;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeException;
import dev.codebeaker.runtime.wasm.wasmtime.javascript.TypeScript.Stripped;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The calls of one instance of the transform module. */
final class TypeStripper {
  private static final int SOURCE_TS = 1;
  private static final int SOURCE_TSX = 1 << 1;
  private static final int STRIP_TYPES = 1 << 8;
  private static final int DONE = 0;
  private static final int UNCHANGED = 1;

  /** The parser words every error with this before it. */
  private static final String PREFIX = "source parse error in ";

  /** What may follow a text that is right so far: with one of them it fails differently. */
  private static final List<String> CONTINUATIONS = List.of("", " x", ";", " = 0", ")", "{}");

  private final Instance guest;

  TypeStripper(Instance guest) {
    this.guest = guest;
  }

  private record Answer(int status, String text) {
    boolean isRight() {
      return status == DONE || status == UNCHANGED;
    }
  }

  Stripped strip(String name, String text) {
    Answer answer = transform(name, text);
    if (answer.isRight()) {
      return new Stripped.JavaScript(answer.text());
    }
    String reason = answer.text();
    String label = PREFIX + name + ": ";
    if (reason.startsWith(label)) {
      reason = reason.substring(label.length());
    }
    return new Stripped.Wrong("SyntaxError: " + reason, locate(name, text, answer));
  }

  /**
   * The parser does not say where it failed. The texts that end before the fault fail otherwise, or
   * not at all, whatever follows; those that hold it fail as the whole does: the first of these
   * ends with the faulty token.
   */
  private Place locate(String name, String text, Answer whole) {
    List<Token> tokens = Tokens.ifFew(text).orElse(List.of());
    int low = 0;
    int high = tokens.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (failsLike(name, text.substring(0, tokens.get(middle).end()), whole)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return tokens.isEmpty()
        ? new Place(1, 1)
        : new Place(tokens.get(low).line(), tokens.get(low).column());
  }

  private boolean failsLike(String name, String text, Answer whole) {
    return CONTINUATIONS.stream().allMatch(more -> transform(name, text + more).equals(whole));
  }

  private Answer transform(String name, String text) {
    byte[] label = name.getBytes(StandardCharsets.UTF_8);
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    int labelAt = copyIn(label);
    int sourceAt = copyIn(source);
    int flags = (name.endsWith("x") ? SOURCE_TSX : SOURCE_TS) | STRIP_TYPES;
    int status =
        (int) guest.call("qjst_transform", labelAt, label.length, sourceAt, source.length, flags);
    String answer =
        switch (status) {
          case DONE -> copyOut("qjst_result");
          case UNCHANGED -> text;
          default -> copyOut("qjst_error");
        };
    guest.call("qjst_result_free");
    guest.call("qjst_free", labelAt, label.length);
    guest.call("qjst_free", sourceAt, source.length);
    return new Answer(status, answer);
  }

  private int copyIn(byte[] bytes) {
    int at = (int) guest.call("qjst_alloc", bytes.length);
    if (at == 0 && bytes.length > 0) {
      throw new WasmtimeException("no memory for the text");
    }
    long address = QuickJs.unsigned(at);
    MemorySegment.copy(bytes, 0, guest.memory(), JAVA_BYTE, address, bytes.length);
    return at;
  }

  private String copyOut(String what) {
    long length = QuickJs.unsigned((int) guest.call(what + "_len"));
    long at = QuickJs.unsigned((int) guest.call(what + "_ptr"));
    byte[] bytes = guest.memory().asSlice(at, length).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
