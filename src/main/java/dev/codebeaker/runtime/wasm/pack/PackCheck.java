package dev.codebeaker.runtime.wasm.pack;

import dev.codebeaker.runtime.wasm.pack.PackContents.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares an installed pack with the table. Answers with problems, none if it is sound. */
final class PackCheck {
  /** Written last by an installation, once every sum was found right. */
  private static final String SEAL = "verified";

  private static final int MAX_SEAL_BYTES = 1024;

  private final PackContents contents;
  private final Path directory;
  private final Ownership ownership;

  private PackCheck(PackContents contents, Path directory, Ownership ownership) {
    this.contents = contents;
    this.directory = directory;
    this.ownership = ownership;
  }

  /** Files, sizes, owners and the seal: cheap enough for every start. */
  static List<String> quick(PackContents contents, Path directory) {
    try {
      return new PackCheck(contents, directory, Ownership.ofThisProcess()).quick();
    } catch (IOException e) {
      return List.of(unreadable(directory.toString(), e));
    }
  }

  /** Also reads every file and compares its sum. */
  static List<String> full(PackContents contents, Path directory) {
    List<String> problems = new ArrayList<>(quick(contents, directory));
    if (problems.isEmpty()) {
      for (Member member : contents.members()) {
        sum(member, directory.resolve(member.file())).ifPresent(problems::add);
      }
    }
    return problems;
  }

  static void seal(PackContents contents, Path directory) throws IOException {
    Files.writeString(directory.resolve(SEAL), contents.version() + "\n");
  }

  private List<String> quick() throws IOException {
    List<String> problems = new ArrayList<>();
    ownership.problem(directory).ifPresent(problem -> problems.add(directory + " " + problem));
    for (Member member : contents.members()) {
      shape(member, directory.resolve(member.file())).ifPresent(problems::add);
    }
    if (problems.isEmpty() && !isSealed()) {
      problems.add("its installation was not finished, or it is of another version");
    }
    return problems;
  }

  private boolean isSealed() throws IOException {
    Path seal = directory.resolve(SEAL);
    return Files.isRegularFile(seal)
        && Files.size(seal) <= MAX_SEAL_BYTES
        && Files.readString(seal).strip().equals(contents.version());
  }

  private Optional<String> shape(Member member, Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(member.file() + " is missing");
    }
    long bytes = Files.size(file);
    return bytes == member.bytes()
        ? ownership.problem(file).map(problem -> member.file() + " " + problem)
        : Optional.of(member.file() + " has " + bytes + " bytes instead of " + member.bytes());
  }

  private static Optional<String> sum(Member member, Path file) {
    try {
      return Sha256.of(file).equals(member.sha256())
          ? Optional.empty()
          : Optional.of(member.file() + " has another content than it should have");
    } catch (IOException e) {
      return Optional.of(unreadable(member.file(), e));
    }
  }

  private static String unreadable(String name, IOException e) {
    return name + " can not be read: " + e.getMessage();
  }
}
