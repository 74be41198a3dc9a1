package dev.codebeaker.runtime.process.tool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Looks programs up on the host. */
public final class HostTools implements Tools {
  private static final List<Path> USUAL =
      List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"));

  private final List<Path> directories;
  private final Map<String, Path> given;
  private final Path home;

  /**
   * @param path the directories to look in, before the usual ones
   * @param given where single tools are, by name; they are not looked for
   * @param home the directory of the service's user, which no jail may see
   */
  public HostTools(List<Path> path, Map<String, Path> given, Path home) {
    Set<Path> all = new LinkedHashSet<>(path);
    all.addAll(USUAL);
    this.directories = List.copyOf(all);
    this.given = Map.copyOf(given);
    this.home = home;
  }

  /**
   * @param path the directories to look in, with colons between them; relative ones do not count
   */
  public static HostTools on(String path, Map<String, Path> given, Path home) {
    return new HostTools(
        Arrays.stream(path.split(":"))
            .filter(directory -> directory.startsWith("/"))
            .map(Path::of)
            .toList(),
        given,
        home);
  }

  @Override
  public List<Tool> candidates(String name) {
    List<Path> places =
        given.containsKey(name)
            ? List.of(given.get(name))
            : directories.stream().map(directory -> directory.resolve(name)).toList();
    Set<Tool> found = new LinkedHashSet<>();
    for (Path place : places) {
      if (Files.isExecutable(place) && Files.isRegularFile(place)) {
        try {
          // A link may lead to a program that looks at the name it was called by: the name is kept
          // where the link's target is beside it.
          found.add(new Tool(name, real(place)));
          found.addAll(packaged(name, place.toRealPath()));
          found.addAll(toolchains(name, place.toRealPath()));
        } catch (IOException gone) {
          // As if it had not been there.
        }
      }
    }
    return List.copyOf(found);
  }

  /** npm puts a script in front of some programs, which lie in packages of their own beside it. */
  private static List<Tool> packaged(String name, Path script) throws IOException {
    Path modules = script;
    while (modules != null && !modules.endsWith("node_modules")) {
      modules = modules.getParent();
    }
    if (modules == null || !Files.isDirectory(modules.resolve("@" + name))) {
      return List.of();
    }
    List<Tool> tools = new ArrayList<>();
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(modules.resolve("@" + name))) {
      for (Path one : packages) {
        if (Files.isExecutable(one.resolve(name))) {
          tools.add(new Tool(name, one.resolve(name).toRealPath()));
        }
      }
    }
    return tools;
  }

  /** rustup puts itself in front of its compilers, and finds them by the home of its user only. */
  private List<Tool> toolchains(String name, Path program) throws IOException {
    Path all = home.resolve(".rustup/toolchains");
    if (!program.endsWith("rustup") || !Files.isDirectory(all)) {
      return List.of();
    }
    List<Tool> tools = new ArrayList<>();
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(all)) {
      for (Path version : versions) {
        Path tool = version.resolve("bin").resolve(name);
        if (Files.isExecutable(tool)) {
          tools.add(new Tool(name, tool.toRealPath()));
        }
      }
    }
    // Names of versions are before "nightly" and that is before "stable"; dates and numbers rise.
    tools.sort(Comparator.comparing((Tool tool) -> tool.path().toString()).reversed());
    return tools;
  }

  private static Path real(Path place) throws IOException {
    Path directory = Objects.requireNonNull(place.toAbsolutePath().getParent()).toRealPath();
    Path file = place.toRealPath();
    return directory.equals(file.getParent()) || file.startsWith("/usr")
        ? directory.resolve(place.getFileName())
        : file;
  }

  @Override
  public List<Path> roots(List<Tool> tools) {
    List<Path> roots = new ArrayList<>();
    for (Tool tool : tools) {
      if (!tool.isOfTheSystem() && !roots.contains(tool.root(home))) {
        roots.add(tool.root(home));
      }
    }
    return List.copyOf(roots);
  }
}
