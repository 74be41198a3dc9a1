package dev.codebeaker.runtime.process.container;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.runtime.process.jail.Consumption;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The figures of a container elsewhere, as its first process reads them off the kernel. Who asks
 * gets those that are known, and newer ones are asked for; {@link #refresh} waits for these.
 */
final class RemoteFigures implements Consumption {
  private static final byte[] QUESTION = {'\n'};
  private static final long PATIENCE_MILLIS = 20_000;

  /** Figures that are no older are new enough for who only watches. */
  private static final long FRESH_NANOS = 50_000_000;

  private final Attached first;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  // guarded by this
  private CompletableFuture<Void> next = new CompletableFuture<>();
  private boolean asked;
  private long answeredAt = System.nanoTime();

  private volatile Duration cpu = Duration.ZERO;
  private volatile long memoryBytes;
  private volatile long kills;
  private volatile int tasks;

  /** Listens until the container ends. */
  RemoteFigures(Attached first) {
    this.first = first;
    Thread.ofVirtual().name("remote-figures").start(this::listen);
  }

  /** Completed when the container has ended, or the connection to it has. */
  CompletableFuture<Void> over() {
    return over;
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(first.output(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answered(line.split(" "));
      }
    } catch (IOException | NumberFormatException lost) {
      // Then there are no more.
    }
    over.complete(null);
    synchronized (this) {
      next.completeExceptionally(new IOException("the container has ended"));
    }
  }

  private void answered(String[] words) {
    if (words.length == 4) {
      cpu = Duration.ofNanos(Long.parseLong(words[0]));
      memoryBytes = Long.parseLong(words[1]);
      kills = Long.parseLong(words[2]);
      tasks = Integer.parseInt(words[3]);
    }
    CompletableFuture<Void> waiting;
    synchronized (this) {
      waiting = next;
      next = new CompletableFuture<>();
      asked = false;
      answeredAt = System.nanoTime();
    }
    waiting.complete(null);
  }

  private synchronized CompletableFuture<Void> ask() {
    if (!asked && !over.isDone()) {
      asked = true;
      Thread.ofVirtual().name("remote-question").start(this::write);
    }
    return over.isDone()
        ? CompletableFuture.failedFuture(new IOException("the container has ended"))
        : next;
  }

  private synchronized boolean isOld() {
    return System.nanoTime() - answeredAt > FRESH_NANOS;
  }

  private void write() {
    try {
      first.input().write(QUESTION);
      first.input().flush();
    } catch (IOException lost) {
      first.close();
    }
  }

  /**
   * Waits for figures that are no older than this call.
   *
   * @throws IOException if the container has ended, or does not answer
   */
  void refresh() throws IOException {
    try {
      ask().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS); // one that is on its way already
      ask().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new IOException("a container does not tell its figures", failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while a container was asked");
    }
  }

  @Override
  public boolean countsFromTheStart() {
    return true;
  }

  @Override
  public void enroll(ChildProcess unused) {}

  @Override
  public Duration cpu() {
    if (isOld()) {
      var unused = ask();
    }
    return cpu;
  }

  @Override
  public long memoryBytes() {
    return memoryBytes;
  }

  @Override
  public boolean ranOutOfMemory() {
    return kills > 0;
  }

  @Override
  public boolean boundsMemory() {
    return true;
  }

  @Override
  public Collection<Long> members() {
    return List.of();
  }

  @Override
  public int tasks() {
    return tasks;
  }

  @Override
  public boolean killAll() {
    return false;
  }

  @Override
  public void close() {
    first.close();
  }
}
