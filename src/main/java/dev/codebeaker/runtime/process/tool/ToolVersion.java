package dev.codebeaker.runtime.process.tool;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first number with dots in what a tool says of itself; none is older than any. */
public record ToolVersion(List<Integer> numbers) {
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,6}(\\.\\d{1,6})+");

  public static ToolVersion of(String text) {
    Matcher found = NUMBERS.matcher(text);
    return new ToolVersion(
        found.find()
            ? Arrays.stream(found.group().split("\\.")).map(Integer::valueOf).toList()
            : List.of());
  }

  public boolean isAtLeast(ToolVersion other) {
    for (int i = 0; i < other.numbers.size(); i++) {
      int ours = i < numbers.size() ? numbers.get(i) : -1;
      int theirs = other.numbers.get(i);
      if (ours != theirs) {
        return ours > theirs;
      }
    }
    return true;
  }
}
