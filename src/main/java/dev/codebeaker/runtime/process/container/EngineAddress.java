package dev.codebeaker.runtime.process.container;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the engine listens, and whether it may be spoken to there. */
record EngineAddress(URI uri, Optional<Path> certificates, boolean allowPlainTcp) {
  static EngineAddress of(ContainerConfig config) {
    return new EngineAddress(config.engine(), config.certificates(), config.allowPlainTcp());
  }

  /**
   * Does not look whether anybody answers, but whether anybody can.
   *
   * @throws IOException that says why the engine must not be asked anything
   */
  void requireFit() throws IOException {
    switch (String.valueOf(uri.getScheme())) {
      case "unix" -> requireSocket();
      case "tcp" -> requireTrust();
      default ->
          throw new IOException("the engine's address begins with unix: or tcp:, not " + uri);
    }
  }

  /** Most machines have no engine, and need not load the client to find out. */
  private void requireSocket() throws IOException {
    if (!Files.exists(Path.of(uri.getPath()))) {
      throw new IOException("no container engine listens at " + uri);
    }
  }

  private void requireTrust() throws IOException {
    if (certificates.isPresent()) {
      tls();
    } else if (!allowPlainTcp) {
      throw new IOException(
          "the container engine at %s is not spoken to without TLS: set".formatted(uri)
              + " codebeaker.container.certificates, or codebeaker.container.allow-plain-tcp where"
              + " nobody else can listen or answer there");
    }
  }

  /** How the two know each other, if they do. */
  Optional<EngineCertificates> tls() throws IOException {
    if (certificates.isEmpty() || !"tcp".equals(uri.getScheme())) {
      return Optional.empty();
    }
    try {
      return Optional.of(EngineCertificates.in(certificates.get()));
    } catch (NoSuchFileException missing) {
      throw new IOException("there is no " + missing.getFile() + " to know the engine by", missing);
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
