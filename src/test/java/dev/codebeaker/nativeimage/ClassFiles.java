package dev.codebeaker.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compiled classes, read as they are in an archive or a directory: none is loaded. */
final class ClassFiles {
  private static final Pattern NAMED = Pattern.compile("L([\\w/$]+)");

  private ClassFiles() {}

  /** All that lie where this class lies, by their internal names. */
  static Map<String, ClassModel> beside(Class<?> one, Predicate<String> wanted) {
    Path place = place(one);
    if (Files.isDirectory(place)) {
      return in(place, wanted);
    }
    try (FileSystem archive = FileSystems.newFileSystem(place)) {
      return in(archive.getPath("/"), wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path place(Class<?> one) {
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, ClassModel> in(Path root, Predicate<String> wanted) {
    Map<String, ClassModel> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replaceFirst("\\.class$", "");
        if (wanted.test(name)) {
          found.put(name, ClassFile.of().parse(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The classes that a descriptor or a generic signature names. */
  static Stream<String> namesIn(String signature) {
    return NAMED.matcher(signature).results().map(found -> found.group(1));
  }
}
