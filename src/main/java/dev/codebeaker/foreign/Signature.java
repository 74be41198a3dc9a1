package dev.codebeaker.foreign;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/**
 * The type of a C function, a letter for each value, the result's first.
 *
 * @param letters p pointer, l 64 bits, i 32 bits, b 8 bits, z truth, v nothing
 */
public record Signature(String letters) {
  public FunctionDescriptor descriptor() {
    MemoryLayout[] parameters =
        letters.substring(1).chars().mapToObj(c -> layout((char) c)).toArray(MemoryLayout[]::new);
    return letters.charAt(0) == 'v'
        ? FunctionDescriptor.ofVoid(parameters)
        : FunctionDescriptor.of(layout(letters.charAt(0)), parameters);
  }

  private static MemoryLayout layout(char letter) {
    return switch (letter) {
      case 'p' -> ValueLayout.ADDRESS;
      case 'l' -> ValueLayout.JAVA_LONG;
      case 'i' -> ValueLayout.JAVA_INT;
      case 'b' -> ValueLayout.JAVA_BYTE;
      case 'z' -> ValueLayout.JAVA_BOOLEAN;
      default -> throw new IllegalArgumentException("not a type: " + letter);
    };
  }
}
