package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.jail.JailSpec.Allowance;
import dev.codebeaker.workspace.TreeCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The workspace of one session on an engine elsewhere: a volume that its containers share, and a
 * copy of it here, where clients read and write. The copy is sent before something runs, and
 * fetched after. Thread safe; one exchange at a time.
 */
final class RemoteFiles {
  private static final Duration RESCUE = Duration.ofSeconds(8);
  private static final int MOST_ARGUMENT_CHARACTERS = 20_000;

  private final String volume;
  private final Path root;
  private final Allowance allowance;
  private final ReentrantLock exchange = new ReentrantLock();

  // guarded by exchange
  private TreeCopy copy;

  /**
   * @param volume its name on the engine
   * @param root the copy
   */
  RemoteFiles(String volume, Path root, Allowance allowance) {
    this.volume = volume;
    this.root = root;
    this.allowance = allowance;
    this.copy = fresh();
  }

  private TreeCopy fresh() {
    return new TreeCopy(root, allowance.fileBytes(), allowance.files());
  }

  String volume() {
    return volume;
  }

  /** A volume is emptied when the last container that shows it ends. */
  void isEmpty() {
    exchange.lock();
    try {
      copy = fresh();
    } finally {
      exchange.unlock();
    }
  }

  /** Makes what is in the volume what is here. */
  void send(RemoteContainer container) throws IOException {
    exchange.lock();
    try {
      TreeCopy.Changes changes = copy.changes();
      if (changes.isEmpty()) {
        return;
      }
      List<String> gone = changes.gone();
      int sent = 0;
      do {
        List<String> some = some(gone, sent);
        sent += some.size();
        boolean last = sent == gone.size();
        container.errand(
            RemoteText.command(RemoteText.PUSH, some),
            last ? changes::writeTo : TreeCopy::packNothing);
      } while (sent < gone.size());
      changes.sent();
    } finally {
      exchange.unlock();
    }
  }

  /** As many as fit in one command. */
  private static List<String> some(List<String> all, int from) {
    List<String> some = new ArrayList<>();
    int characters = 0;
    for (int i = from; i < all.size() && characters < MOST_ARGUMENT_CHARACTERS; i++) {
      some.add(all.get(i));
      characters += all.get(i).length();
    }
    return some;
  }

  /** Makes what is here what is in the volume, by a command that writes an archive of it. */
  void fetch(RemoteContainer container, List<String> command) throws IOException {
    exchange.lock();
    try {
      TreeCopy.Arrival arrival = copy.arrival(".");
      int code = container.errand(command, RemoteContainer.Feed.NOTHING, arrival::take);
      if (code == 0 || copy.isBeyond()) {
        arrival.removeTheRest(); // else there is something that the archive lacks
      }
    } finally {
      exchange.unlock();
    }
  }

  /** The same, whatever runs in the container: nothing does from then on. */
  void rescue(RemoteContainer container) throws IOException {
    container.pause();
    exchange.lock();
    try {
      try (EngineStream archive = container.engine().archive(container.id(), "/workspace")) {
        Deadline.within(RESCUE, archive::close, () -> copy.take(archive.input(), "workspace"));
      }
    } finally {
      exchange.unlock();
    }
  }
}
