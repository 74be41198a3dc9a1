package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Limits;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** A guest that makes any WASI call the test asks for; answers are errnos. */
final class FileGuest implements AutoCloseable {
  static final int CREATE = 1;
  static final int TRUNCATE = 8;

  private static final int FIRST_MOUNT = 3;
  private static final int SECOND_MOUNT = 4;
  private static final int PATH = 4096;
  private static final int OTHER_PATH = 8192;
  private static final int RESULT = 128;
  private static final int DATA = 65_536;
  private static final Map<String, String> CALLS =
      Map.ofEntries(
          Map.entry("path_open", "iiiiillii"),
          Map.entry("fd_write", "iiii"),
          Map.entry("fd_pwrite", "iiili"),
          Map.entry("fd_seek", "ilii"),
          Map.entry("fd_filestat_set_size", "il"),
          Map.entry("fd_allocate", "ill"),
          Map.entry("fd_close", "i"),
          Map.entry("fd_readdir", "iiili"),
          Map.entry("fd_renumber", "ii"),
          Map.entry("path_symlink", "iiiii"),
          Map.entry("path_link", "iiiiiii"),
          Map.entry("path_rename", "iiiiii"),
          Map.entry("path_unlink_file", "iii"),
          Map.entry("path_create_directory", "iii"),
          Map.entry("random_get", "ii"),
          Map.entry("sock_send", "iiiii"));

  private final Instance guest;

  FileGuest(Limits limits, Path workspace, Path tmp) {
    guest =
        Wat.open(
            text(),
            limits,
            new InstanceSpec.Mount(workspace, "/workspace", true),
            new InstanceSpec.Mount(tmp, "/tmp", true));
  }

  private static String text() {
    String imports =
        CALLS.entrySet().stream()
            .map(
                call ->
                    "(import \"wasi_snapshot_preview1\" \"%s\" (func $%s %s))"
                        .formatted(call.getKey(), call.getKey(), type(call.getValue())))
            .collect(Collectors.joining("\n"));
    String wrappers =
        CALLS.entrySet().stream()
            .map(
                call ->
                    "(func (export \"%s\") %s (call $%s %s))"
                        .formatted(
                            call.getKey(),
                            type(call.getValue()),
                            call.getKey(),
                            locals(call.getValue().length())))
            .collect(Collectors.joining("\n"));
    return "(module " + imports + "(memory (export \"memory\") 64)" + wrappers + ")";
  }

  private static String type(String params) {
    return params
        .chars()
        .mapToObj(c -> c == 'l' ? "i64" : "i32")
        .collect(Collectors.joining(" ", "(param ", ") (result i32)"));
  }

  private static String locals(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> "(local.get " + i + ")")
        .collect(Collectors.joining());
  }

  private int put(int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    MemorySegment.copy(bytes, 0, guest.memory(), JAVA_BYTE, at, bytes.length);
    return bytes.length;
  }

  int call(String name, long... arguments) {
    return (int) guest.call(name, arguments);
  }

  int result() {
    return guest.memory().get(JAVA_INT_UNALIGNED, RESULT);
  }

  int open(String path, int flags) {
    return open(FIRST_MOUNT, path, flags);
  }

  int openInTmp(String path, int flags) {
    return open(SECOND_MOUNT, path, flags);
  }

  private int open(int mount, String path, int flags) {
    long all = (1L << 29) - 1;
    return call("path_open", mount, 1, PATH, put(PATH, path), flags, all, all, 0, RESULT);
  }

  int write(int fd, int bytes) {
    guest.memory().set(JAVA_INT_UNALIGNED, 0, DATA);
    guest.memory().set(JAVA_INT_UNALIGNED, 4, bytes);
    return call("fd_write", fd, 0, 1, RESULT);
  }

  int pwrite(int fd, int bytes, long at) {
    guest.memory().set(JAVA_INT_UNALIGNED, 0, DATA);
    guest.memory().set(JAVA_INT_UNALIGNED, 4, bytes);
    return call("fd_pwrite", fd, 0, 1, at, RESULT);
  }

  int seek(int fd, long to) {
    return call("fd_seek", fd, to, 0, RESULT);
  }

  int resize(int fd, long to) {
    return call("fd_filestat_set_size", fd, to);
  }

  int close(int fd) {
    return call("fd_close", fd);
  }

  int unlink(String path) {
    return call("path_unlink_file", FIRST_MOUNT, PATH, put(PATH, path));
  }

  int makeDirectory(String path) {
    return call("path_create_directory", FIRST_MOUNT, PATH, put(PATH, path));
  }

  int symlink(String target, String path) {
    return call(
        "path_symlink", PATH, put(PATH, target), FIRST_MOUNT, OTHER_PATH, put(OTHER_PATH, path));
  }

  int link(String from, String to) {
    return call(
        "path_link",
        FIRST_MOUNT,
        0,
        PATH,
        put(PATH, from),
        FIRST_MOUNT,
        OTHER_PATH,
        put(OTHER_PATH, to));
  }

  int rename(String from, String to) {
    return call(
        "path_rename",
        FIRST_MOUNT,
        PATH,
        put(PATH, from),
        FIRST_MOUNT,
        OTHER_PATH,
        put(OTHER_PATH, to));
  }

  byte[] listing() {
    assertThat(call("fd_readdir", FIRST_MOUNT, DATA, 4096, 0, RESULT)).isZero();
    return guest.memory().asSlice(DATA, result()).toArray(JAVA_BYTE);
  }

  Instance instance() {
    return guest;
  }

  @Override
  public void close() {
    guest.close();
  }
}
