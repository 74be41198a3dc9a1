package dev.codebeaker.runtime.process.jail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.codebeaker.linux.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Reads in {@code /proc} what the processes of a jail use, where there is no control group for it.
 * What a process used that came and went between two readings is not seen.
 */
final class WatchedMembers implements Consumption {
  private static final long TICK_MILLIS = 10;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int RESIDENT_PAGES = 21;
  private static final long PAGE_BYTES = 4096;

  private static final int LOOKS_PER_SEARCH = 10;

  private final LongSupplier first;
  private final Belonging belonging;
  private final Set<Long> strays = new HashSet<>();
  private int looks;
  private final Map<Long, Long> ticks = new HashMap<>();

  /**
   * @param first the jail's first process
   */
  WatchedMembers(LongSupplier first) {
    this(first, pid -> false);
  }

  /**
   * @param belonging finds those whose parents have ended; looked for less often than others
   */
  WatchedMembers(LongSupplier first, Belonging belonging) {
    this.first = first;
    this.belonging = belonging;
  }

  /** They are found by their parents. */
  @Override
  public boolean countsFromTheStart() {
    return true;
  }

  @Override
  public void enroll(ChildProcess first) {}

  @Override
  public synchronized Duration cpu() {
    read();
    return Duration.ofMillis(
        ticks.values().stream().mapToLong(Long::longValue).sum() * TICK_MILLIS);
  }

  @Override
  public synchronized long memoryBytes() {
    return read() * PAGE_BYTES;
  }

  /** Remembers the time of each, also of those that are gone; answers the pages they hold. */
  private long read() {
    long pages = 0;
    for (long pid : members()) {
      String[] fields = fields(pid);
      if (fields.length > RESIDENT_PAGES) {
        ticks.put(pid, Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]));
        pages += Long.parseLong(fields[RESIDENT_PAGES]);
      }
    }
    return pages;
  }

  /** Those behind the name, which can hold anything; none if the process is gone. */
  private static String[] fields(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException gone) {
      return new String[0];
    }
  }

  @Override
  public boolean ranOutOfMemory() {
    return false;
  }

  @Override
  public boolean boundsMemory() {
    return false;
  }

  @Override
  public synchronized Collection<Long> members() {
    if (looks++ % LOOKS_PER_SEARCH == 0) {
      strays.clear();
      strays.addAll(Members.all(belonging));
    }
    Set<Long> members = new LinkedHashSet<>(Members.from(first.getAsLong()));
    strays.forEach(stray -> members.addAll(Members.from(stray)));
    return members;
  }

  @Override
  public int tasks() {
    return members().stream().mapToInt(Members::threads).sum();
  }

  @Override
  public boolean killAll() {
    return false;
  }

  @Override
  public void close() {}
}
