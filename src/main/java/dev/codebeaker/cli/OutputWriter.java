package dev.codebeaker.cli;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes output to the terminal as it comes. */
final class OutputWriter implements OutputSink {
  private static final String TEXT = "text/plain";

  private final Terminal terminal;
  private boolean broken;
  private Runnable reaction = () -> {};

  OutputWriter(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * What to do, once, when nobody reads the output any more; done at once if that is so already.
   */
  synchronized void whenBroken(Runnable action) {
    reaction = action;
    if (broken) {
      action.run();
    }
  }

  synchronized boolean isBroken() {
    return broken;
  }

  @Override
  public void accept(OutputChunk chunk) {
    switch (chunk) {
      case OutputChunk.Bytes bytes -> write(stream(bytes.stream()), bytes.data());
      case OutputChunk.Rich rich -> write(terminal.out(), line(rich.bundle()));
    }
  }

  private OutputStream stream(OutputChunk.Stream stream) {
    return switch (stream) {
      case STDOUT -> terminal.out();
      case STDERR -> terminal.err();
    };
  }

  /** The text of a bundle, or what is in it where there is none: a terminal shows no figures. */
  private static byte[] line(Map<String, String> bundle) {
    String text = bundle.getOrDefault(TEXT, "[" + String.join(", ", types(bundle)) + "]");
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static Iterable<String> types(Map<String, String> bundle) {
    return new TreeMap<>(bundle).keySet();
  }

  private synchronized void write(OutputStream stream, byte[] data) {
    if (broken) {
      return;
    }
    try {
      stream.write(data);
      stream.flush();
    } catch (IOException e) {
      broken = true;
      reaction.run();
    }
  }
}
