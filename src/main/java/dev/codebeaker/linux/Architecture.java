package dev.codebeaker.linux;

import java.util.Optional;

/** What differs in the kernel's interface from machine to machine. */
enum Architecture {
  X86_64("amd64", 0xC000003E),
  AARCH64("aarch64", 0xC00000B7);

  private final String javaName;
  private final int auditName;

  Architecture(String javaName, int auditName) {
    this.javaName = javaName;
    this.auditName = auditName;
  }

  /** How the kernel names it in the data that a filter sees. */
  int auditName() {
    return auditName;
  }

  static Optional<Architecture> named(String javaName) {
    for (Architecture architecture : values()) {
      if (architecture.javaName.equals(javaName)) {
        return Optional.of(architecture);
      }
    }
    return Optional.empty();
  }

  /**
   * @throws LinuxFailure on a machine whose system calls have no table here
   */
  static Architecture current() throws LinuxFailure {
    String name = System.getProperty("os.arch");
    boolean linux = System.getProperty("os.name").equals("Linux");
    return named(name)
        .filter(known -> linux)
        .orElseThrow(() -> LinuxFailure.of("system calls of " + name, LinuxFailure.ENOSYS));
  }
}
