package dev.codebeaker.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Processes that are limited, counted and killed together. Thread safe. */
public final class ControlGroup implements ThreadPlace, AutoCloseable {
  private final GroupFiles files;
  private final GroupPlaces places;
  private final GroupPlaces home;

  /**
   * @param home where the service is
   */
  ControlGroup(GroupFiles files, GroupPlaces places, GroupPlaces home) {
    this.files = files;
    this.places = places;
    this.home = home;
  }

  /** Whether a thread alone can be in it, and so what it starts from the beginning. */
  public boolean takesThreads() {
    return files.takesThreads();
  }

  /** Does nothing where a thread can not be in a group without its process. */
  @Override
  public void enter() throws IOException {
    if (takesThreads()) {
      places.addCallingThread();
    }
  }

  @Override
  public void leave() throws IOException {
    if (takesThreads()) {
      home.addCallingThread();
    }
  }

  /** The process and what it starts from now on; what it started before stays where it is. */
  public void add(long process) throws IOException {
    places.add(process);
  }

  /** Its processes now. */
  public Set<Long> processes() throws IOException {
    return places.processes();
  }

  /** What its processes have used, ended ones too; empty if the kernel does not count it. */
  public Optional<Duration> cpuTime() throws IOException {
    return files.cpuTime(places);
  }

  /** The most memory they had at once; empty if the kernel does not tell. */
  public OptionalLong peakMemoryBytes() throws IOException {
    return files.peakMemoryBytes(places);
  }

  /** Whether the kernel has killed one of them because their memory was used up. */
  public boolean killedForMemory() throws IOException {
    return files.killedForMemory(places);
  }

  /**
   * Kills all processes; returns when they have ended.
   *
   * @throws IOException if some have not within ten seconds
   */
  public void kill() throws IOException {
    AtomicBoolean again = new AtomicBoolean();
    Patience.until("killing " + places.distinct(), () -> killedAll(again.getAndSet(true)));
  }

  private boolean killedAll(boolean again) throws IOException {
    if (places.isEmpty()) {
      return true;
    }
    files.killOnce(places, again);
    return places.isEmpty();
  }

  /** Kills all processes and removes the group. May be called again. */
  @Override
  public void close() throws IOException {
    kill();
    places.remove();
  }
}
