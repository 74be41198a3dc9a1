package dev.codebeaker.linux;

import java.util.Locale;

/** The kernel's parts that count and limit, by the names it gives them. */
enum GroupController {
  MEMORY,
  PIDS,
  CPU,
  CPUACCT,
  FREEZER;

  String kernelName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
