package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Goes through a tree without following links, as deep as a {@link WorkspacePath} can name. */
final class TreeWalk {
  private static final int MAX_DEPTH = 64;

  /** Sees each entry, a directory before what is in it. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param path from where the walk began
     */
    void visit(Path path, BasicFileAttributes attributes) throws IOException;
  }

  private final Visitor visitor;
  private final boolean recursive;

  TreeWalk(Visitor visitor, boolean recursive) {
    this.visitor = visitor;
    this.recursive = recursive;
  }

  void walk(OpenDirectory start) throws IOException {
    walk(start, Path.of(""), 1);
  }

  private void walk(OpenDirectory directory, Path at, int depth) throws IOException {
    directory.forEachName(
        name -> {
          Optional<BasicFileAttributes> found = directory.look(name);
          if (found.isPresent()) {
            visitor.visit(at.resolve(name), found.get());
            if (recursive && found.get().isDirectory() && depth < MAX_DEPTH) {
              descend(directory, name, at, depth);
            }
          }
        });
  }

  private void descend(OpenDirectory directory, Path name, Path at, int depth) {
    try (OpenDirectory child = directory.child(name)) {
      walk(child, at.resolve(name), depth + 1);
    } catch (IOException _) {
      // A guest removed, replaced or protected it meanwhile: there is nothing to see.
    }
  }
}
