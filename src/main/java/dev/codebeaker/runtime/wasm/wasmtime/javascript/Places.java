package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Leads from places in what was evaluated back to what the user wrote: through what stripping types
 * moved, and to the turn a line belongs to. Script text has no name of its own in the engine, so
 * each turn begins on a line that no turn before it had.
 */
final class Places {
  private static final Pattern PLACE = Pattern.compile("(.*):(-?\\d+):(-?\\d+)");
  private static final String SCRIPT = "eval_script";

  /** Beyond it lines are given out anew: the text of a turn is put behind so many empty ones. */
  private static final int MOST_LINES = 200_000;

  /** The text of so many turns is kept to lead back to. */
  private static final int MOST_TURNS = 1000;

  /** So many characters of modules, and as many of turns, are kept to lead back to. */
  private static final int MOST_CHARACTERS = 4 << 20;

  private final Map<String, SourceMap> maps = new HashMap<>();
  private final TreeMap<Integer, Turn> turns = new TreeMap<>();
  private int nextLine = 1;
  private int count;
  private long charactersOfModules;
  private long charactersOfTurns;

  private record Turn(int number, String name, Optional<SourceMap> map) {
    int characters() {
      return map.map(SourceMap::length).orElse(0);
    }
  }

  /** A module beyond what is kept is known by the lines it was printed with. */
  void add(String module, SourceMap map) {
    if (charactersOfModules + map.length() <= MOST_CHARACTERS) {
      charactersOfModules += map.length();
      maps.put(module, map);
    }
  }

  /**
   * Registers the text of a turn.
   *
   * @param name of its file, for people
   * @return how many lines are to stand before it
   */
  int addTurn(String script, String name, Optional<SourceMap> map) {
    if (nextLine > MOST_LINES) {
      turns.clear();
      charactersOfTurns = 0;
      nextLine = 1;
    }
    int first = nextLine;
    Turn turn = new Turn(++count, name, map);
    turns.put(first, turn);
    charactersOfTurns += turn.characters();
    while (turns.size() > 1 && (turns.size() > MOST_TURNS || charactersOfTurns > MOST_CHARACTERS)) {
      charactersOfTurns -= turns.pollFirstEntry().getValue().characters();
    }
    nextLine += 1 + (int) script.chars().filter(c -> c == '\n').count();
    return first - 1;
  }

  /** For lines {@code file:line:column} the same, as the user knows them. */
  String shown(String places) {
    try {
      return places.lines().map(this::place).collect(Collectors.joining("\n"));
    } finally {
      maps.values().forEach(SourceMap::forget);
      turns.values().forEach(turn -> turn.map().ifPresent(SourceMap::forget));
    }
  }

  private String place(String text) {
    Matcher parts = PLACE.matcher(text);
    if (!parts.matches()) {
      return text;
    }
    String file = parts.group(1);
    Place at = new Place(number(parts.group(2)), number(parts.group(3)));
    if (file.equals(SCRIPT)) {
      return inTurn(at);
    }
    SourceMap map = maps.get(file);
    return file + suffix(map == null ? at : map.origin(at));
  }

  private String inTurn(Place at) {
    Map.Entry<Integer, Turn> found = turns.floorEntry(at.line());
    if (found == null) {
      return SCRIPT + suffix(at);
    }
    Turn turn = found.getValue();
    Place inside = new Place(at.line() - found.getKey() + 1, at.column());
    Place shown = turn.map().map(map -> map.origin(inside)).orElse(inside);
    return (turn.number() == count ? turn.name() : "turn " + turn.number() + "/" + turn.name())
        + suffix(shown);
  }

  private static String suffix(Place place) {
    return ":" + place.line() + ":" + place.column();
  }

  private static int number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
