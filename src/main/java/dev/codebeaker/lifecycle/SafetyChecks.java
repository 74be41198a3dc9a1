package dev.codebeaker.lifecycle;

import dev.codebeaker.selection.SecurityPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for settings under which the service would be less safe than it says. */
final class SafetyChecks {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

  private final SafetyConfig accepted;

  SafetyChecks(SafetyConfig accepted) {
    this.accepted = accepted;
  }

  /** Every finding about these settings. */
  List<Finding> findings(Settings settings) {
    List<Finding> findings = new ArrayList<>();
    confinement(settings.policy()).ifPresent(findings::add);
    clients(settings.host(), settings.anonymous()).ifPresent(findings::add);
    separation(settings.cache(), settings.state()).ifPresent(findings::add);
    settings.cache().flatMap(SafetyChecks::privacy).ifPresent(findings::add);
    return findings;
  }

  /**
   * What is looked at.
   *
   * @param policy the active security policy
   * @param host the address the service listens on
   * @param anonymous whether everybody is admitted
   * @param cache where compiled code is kept, if it is configured
   * @param state where the files of sessions are, if it is configured
   */
  record Settings(
      String policy, String host, boolean anonymous, Optional<Path> cache, Optional<Path> state) {}

  private Optional<Finding> confinement(String policy) {
    return policy.equals(SecurityPolicies.TRUSTED) && !accepted.acceptUnconfinedCode()
        ? Optional.of(
            Finding.refusal(
                "codebeaker.selection.policy",
                "the policy 'trusted' runs code without confining it",
                "choose another policy, or set codebeaker.safety.accept-unconfined-code=true"))
        : Optional.empty();
  }

  private Optional<Finding> clients(String host, boolean anonymous) {
    return anonymous && !LOOPBACK.contains(host) && !accepted.acceptAnonymousClients()
        ? Optional.of(
            Finding.warning(
                "codebeaker.admission.tokens",
                "none are configured and the service listens on " + host,
                "configure tokens, or set codebeaker.safety.accept-anonymous-clients=true where"
                    + " something in front decides who may ask"))
        : Optional.empty();
  }

  /** Compiled code is trusted; it must not lie where the files of guests do. */
  private static Optional<Finding> separation(Optional<Path> cache, Optional<Path> state) {
    if (cache.isEmpty() || state.isEmpty()) {
      return Optional.empty();
    }
    Path code = cache.get().toAbsolutePath().normalize();
    Path files = state.get().toAbsolutePath().normalize();
    return code.startsWith(files) || files.startsWith(code)
        ? Optional.of(
            Finding.refusal(
                "codebeaker.wasm.cache-directory",
                "it and codebeaker.workspace.state-directory lie in one another",
                "give compiled code and the files of sessions directories of their own"))
        : Optional.empty();
  }

  private static Optional<Finding> privacy(Path cache) {
    try {
      Set<PosixFilePermission> all =
          Files.getPosixFilePermissions(cache, LinkOption.NOFOLLOW_LINKS);
      boolean open =
          all.contains(PosixFilePermission.GROUP_WRITE)
              || all.contains(PosixFilePermission.OTHERS_WRITE);
      return open
          ? Optional.of(
              Finding.refusal(
                  "codebeaker.wasm.cache-directory",
                  "others can write to " + cache + ", and the service runs the code it holds",
                  "chmod 700 it"))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }
}
