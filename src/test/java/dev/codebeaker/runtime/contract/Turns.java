package dev.codebeaker.runtime.contract;

import dev.codebeaker.execution.Language;
import java.util.List;
import java.util.Map;

/**
 * What the contract says in the turns of a context, in one language.
 *
 * @param assignment sets the variable {@code kept}; {@code %s} stands for the value
 * @param reads gives the variable {@code kept}
 * @param fails throws an exception with the text "broken"
 * @param endless turns that never end by themselves
 * @param awaits gives 7 after waiting for something
 * @param poisons changes something every program of the language shares
 * @param poisoned shows whether that was changed
 * @param unpoisoned what it shows if it was not
 * @param asksAndAnswers prints "who?", reads a line and greets
 */
record Turns(
    String assignment,
    String reads,
    String fails,
    List<String> endless,
    String awaits,
    String poisons,
    String poisoned,
    String unpoisoned,
    String asksAndAnswers) {

  private static final Turns JAVASCRIPT =
      new Turns(
          "let kept = %s;",
          "kept",
          "throw new Error('broken')",
          List.of(
              "for (;;);",
              "await new Promise(done => setTimeout(done, 60000))",
              "/(a+)+b/.exec('a'.repeat(40))"),
          "await Promise.resolve(7)",
          "JSON.stringify = () => 'poisoned'; globalThis.secret = 's3cret'",
          "JSON.stringify(typeof secret)",
          "'\"undefined\"'",
          "console.log('who?'); console.log('hi ' + readLine());");

  static final Map<String, Turns> KNOWN =
      Map.of(
          "python",
          new Turns(
              "kept = %s",
              "kept",
              "raise ValueError('broken')",
              List.of(
                  "while True: pass",
                  "import time; time.sleep(60)",
                  "input()",
                  "sum(range(10**12))"),
              "import asyncio\n"
                  + "async def seven():\n"
                  + "    await asyncio.sleep(0.01)\n"
                  + "    return 7\n"
                  + "await seven()",
              "import json; json.dumps = lambda *_: 'poisoned'",
              "import json; json.dumps(1)",
              "'1'",
              "print('who?'); print('hi ' + input())"),
          "javascript",
          JAVASCRIPT,
          "typescript",
          JAVASCRIPT);

  static Turns of(Language language) {
    return java.util.Objects.requireNonNull(KNOWN.get(language.id()));
  }

  String sets(String value) {
    return assignment.formatted(value);
  }
}
