package dev.codebeaker.workspace;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the entries of a directory, up to a bound. */
final class Listing implements TreeWalk.Visitor {
  private final WorkspacePath start;
  private final int most;
  private final List<FileEntry> entries = new ArrayList<>();

  Listing(WorkspacePath start, int most) {
    this.start = start;
    this.most = most;
  }

  @Override
  public void visit(Path path, BasicFileAttributes attributes) {
    if (entries.size() == most) {
      throw FileFailures.tooManyEntries(start.isRoot() ? "." : start.toString(), most);
    }
    List<String> segments = new ArrayList<>(start.segments());
    path.forEach(segment -> segments.add(segment.toString()));
    try {
      entries.add(entry(new WorkspacePath(segments), attributes));
    } catch (IllegalArgumentException _) {
      // A name with control characters: no client can ask for it.
    }
  }

  List<FileEntry> sorted() {
    entries.sort(Comparator.comparing(entry -> entry.path().toString()));
    return entries;
  }

  static FileEntry entry(WorkspacePath path, BasicFileAttributes attributes) {
    FileEntry.Kind kind =
        attributes.isSymbolicLink()
            ? FileEntry.Kind.LINK
            : attributes.isDirectory()
                ? FileEntry.Kind.DIRECTORY
                : attributes.isRegularFile() ? FileEntry.Kind.FILE : FileEntry.Kind.OTHER;
    long bytes = kind == FileEntry.Kind.FILE ? attributes.size() : 0;
    return new FileEntry(path, kind, bytes, attributes.lastModifiedTime().toInstant());
  }
}
