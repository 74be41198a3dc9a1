package dev.codebeaker.cli;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * What commands are made of, as beans: the picocli extension takes commands for beans, although
 * here they exist before the container does.
 */
class CommandLineBeans {
  @Produces
  @Singleton
  Terminal terminal() {
    return Terminal.ofProcess();
  }
}
