package dev.codebeaker.runtime.process.agent;

import dev.codebeaker.language.SourceText;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The agents there are: each is one text in the language of its interpreter. */
public enum AgentKind {
  /** CPython, from 3.9. */
  PYTHON(
      "agent.py",
      "language/python/streams.py",
      "language/python/rich.py",
      "language/python/running.py",
      "runtime/process/agent/agent.py"),
  /** Bun, Deno 2 and Node, from 20. */
  JAVASCRIPT(
      "agent.mjs",
      "runtime/process/agent/pipes.mjs",
      "language/javascript/values.js",
      "runtime/process/agent/agent.mjs");

  private final String fileName;
  private final List<String> parts;

  AgentKind(String fileName, String... parts) {
    this.fileName = fileName;
    this.parts = List.of(parts);
  }

  /** Its name in configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<AgentKind> byLabel(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /** What its text is to be called, in a directory its jail shows and nobody in it can write to. */
  public String fileName() {
    return fileName;
  }

  /** Its text. */
  public byte[] source() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    parts.forEach(part -> text.writeBytes(SourceText.bytes(part)));
    return text.toByteArray();
  }
}
