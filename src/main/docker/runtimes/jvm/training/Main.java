import java.util.*;
import java.util.function.*;
import java.util.stream.*;

public class Main {
  sealed interface Shape permits Circle, Square {}

  record Circle(double radius) implements Shape {}

  record Square(double side) implements Shape {}

  enum Colour {
    RED,
    GREEN
  }

  static double area(Shape shape) {
    return switch (shape) {
      case Circle(double radius) -> Math.PI * radius * radius;
      case Square(double side) -> side * side;
    };
  }

  static <T extends Comparable<T>> T most(List<T> all) {
    return Collections.max(all);
  }

  public static void main(String[] args) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    for (String word : "a b a".split(" ")) {
      counts.merge(word, 1, Integer::sum);
    }
    List<Integer> numbers = IntStream.range(0, 10).boxed().filter(n -> n % 2 == 0).collect(Collectors.toList());
    Function<Integer, String> text = n -> "n" + n;
    StringBuilder line = new StringBuilder();
    try (Scanner input = new Scanner("1 2")) {
      while (input.hasNextInt()) {
        line.append(text.apply(input.nextInt()));
      }
    } catch (IllegalStateException e) {
      throw new RuntimeException(e);
    }
    System.out.printf("%s %s %.2f %s %s%n", counts, most(numbers), area(new Circle(1)), line, Colour.RED);
  }
}
