package dev.codebeaker.linux;

import java.io.IOException;

/** What a thread does to itself, for good, before it starts a program that inherits it. */
@FunctionalInterface
public interface ThreadConfinement {
  void apply() throws IOException;
}
