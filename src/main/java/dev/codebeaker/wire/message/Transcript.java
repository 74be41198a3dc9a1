package dev.codebeaker.wire.message;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Rich;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one execution showed, as far as its answer may hold it. */
public final class Transcript implements OutputSink {
  private final Capture stdout;
  private final Capture stderr;
  private final int resultBytes;
  private final List<Map<String, String>> results = new ArrayList<>();
  private Optional<Map<String, String>> value = Optional.empty();
  private long shownBytes;
  private boolean resultsTruncated;

  /**
   * @param captureBytes of each stream
   * @param resultBytes of all MIME bundles together
   */
  public Transcript(int captureBytes, int resultBytes) {
    stdout = new Capture(captureBytes);
    stderr = new Capture(captureBytes);
    this.resultBytes = resultBytes;
  }

  @Override
  public synchronized void accept(OutputChunk chunk) {
    switch (chunk) {
      case OutputChunk.Bytes bytes -> capture(bytes.stream()).add(bytes.data());
      case Rich rich -> keep(rich);
    }
  }

  private Capture capture(Stream stream) {
    return switch (stream) {
      case STDOUT -> stdout;
      case STDERR -> stderr;
    };
  }

  private void keep(Rich rich) {
    shownBytes += bytes(rich.bundle());
    if (shownBytes > resultBytes) {
      resultsTruncated = true;
    } else if (rich.value()) {
      value = Optional.of(rich.bundle());
    } else {
      results.add(rich.bundle());
    }
  }

  private static long bytes(Map<String, String> bundle) {
    return bundle.values().stream().mapToLong(String::length).sum();
  }

  synchronized Capture.Shown shown(Stream stream) {
    return capture(stream).shown();
  }

  synchronized boolean truncated() {
    return stdout.truncated() || stderr.truncated() || resultsTruncated;
  }

  synchronized List<Map<String, String>> results() {
    return List.copyOf(results);
  }

  synchronized Optional<Map<String, String>> value() {
    return value;
  }
}
