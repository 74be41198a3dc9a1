package dev.codebeaker.language.javascript;

/**
 * A turn as text an engine's own evaluation takes, in two forms: the engine's parser knows which is
 * right. Lines stay where they are.
 *
 * @param script in the global scope
 * @param awaiting the body of an async function that makes the same globals and returns the last
 *     value; empty if nothing in the text awaits
 */
public record TurnScript(String script, String awaiting) {
  /**
   * @param text as it came, of which the import declarations become {@code await __import("…")}
   */
  public static String importing(String text) {
    return DynamicImports.sentTo("__import", TurnImports.rewritten(text));
  }

  /**
   * @param javascript with what {@link #importing} has made of it, and without types
   */
  public static TurnScript of(String javascript) {
    String script = TurnSource.script(javascript);
    boolean mayAwait = Tokens.of(script).stream().anyMatch(token -> token.is("await"));
    return new TurnScript(script, mayAwait ? AsyncTurn.body(script) : "");
  }
}
