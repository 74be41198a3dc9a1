package dev.codebeaker.frontdoor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code /q/metrics} answered at one moment. */
record Samples(List<Sample> all) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: \\S+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line of it. */
  record Sample(String name, Map<String, String> labels, double value) {}

  static Samples parse(String text) {
    return new Samples(
        text.lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .map(Samples::sample)
            .toList());
  }

  private static Sample sample(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("no sample: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    if (matcher.group(2) != null) {
      LABEL.matcher(matcher.group(2)).results().forEach(it -> labels.put(it.group(1), it.group(2)));
    }
    return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
  }

  /** The sum over all series of that name that have these labels: name, value, name, value … */
  double sum(String name, String... labels) {
    return all.stream()
        .filter(sample -> sample.name().equals(name) && has(sample, labels))
        .mapToDouble(Sample::value)
        .sum();
  }

  private static boolean has(Sample sample, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
        return false;
      }
    }
    return true;
  }

  Set<String> names() {
    return all.stream().map(Sample::name).collect(Collectors.toSet());
  }

  /** All that a label was ever given, in the metrics whose names begin so. */
  Set<String> values(String prefix, String label) {
    return all.stream()
        .filter(sample -> sample.name().startsWith(prefix))
        .flatMap(sample -> java.util.stream.Stream.ofNullable(sample.labels().get(label)))
        .collect(Collectors.toSet());
  }
}
