package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Identity;
import dev.codebeaker.linux.ProcessEntry;
import dev.codebeaker.runtime.process.jail.JailSpec.Allowance;
import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import dev.codebeaker.runtime.process.jail.ProgramSpec.KernelLimits;
import dev.codebeaker.workspace.PreparedWorkspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out whether a tier works on this machine, by running a program in it that says hello and
 * then tries to get out: to read a file beside the jail, to write one outside the workspace, to
 * signal the service, to reach a port of the service's host, to get a user namespace of its own.
 */
final class TierProbe {
  private static final long PATIENCE_SECONDS = 20;
  private static final Allowance ALLOWANCE = new Allowance(32, 256L << 20, 16L << 20, 100);
  private static final String SECRET = "secret";
  private static final String HELLO = "hello from the jail";

  private static final String ATTACKS =
      """
      echo '%1$s'
      echo in > mine && [ "$(cat mine)" = in ] || echo 'its own files are out of reach'
      cat '%2$s' >/dev/null 2>&1 && echo 'it reads files beside it'
      { echo out >> '%2$s'; } 2>/dev/null
      { echo out > /usr/codebeaker-probe; } 2>/dev/null && echo 'it writes to /usr'
      { echo out > /proc/sys/kernel/core_pattern; } 2>/dev/null && echo 'it writes kernel settings'
      line=; { read -r line <'/proc/%3$s/stat'; } 2>/dev/null
      set -- ${line##*) }
      if [ $# -gt 19 ] && shift 19 && [ "$1" = %5$s ]; then
        { cat /proc/%3$s/environ >/dev/null; } 2>/dev/null && echo 'it reads the environment of the service'
        read -r own line </proc/self/stat
        [ "$own" = $$ ] && kill -0 %3$s 2>/dev/null && echo 'it can signal the service'
      fi
      if [ -x /bin/bash ]; then
        /bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/%4$s' 2>/dev/null && echo 'it reaches the network'
      fi
      """;

  /** A namespace widens what can be reached of the host's kernel, and of no other. */
  private static final String ATTACK_ON_THE_HOSTS_KERNEL =
      "unshare -U true 2>/dev/null && echo 'it gets a user namespace of its own'\n";

  private final Jails jails;

  TierProbe(Jails jails) {
    this.jails = jails;
  }

  /** Why the tier does not serve here; empty if it does. */
  Optional<String> refusal(
      PreparedWorkspace place, Optional<Identity> identity, Furnishing furnishing)
      throws InterruptedException {
    try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path secret = Files.createTempFile("codebeaker-canary", "");
      try {
        Files.writeString(secret, SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw-rw-"));
        ProcessEntry service = service();
        String attacks =
            ATTACKS.formatted(
                HELLO, secret, service.pid(), canary.getLocalPort(), service.startTime());
        String more = jails.tier() == Tier.USER_KERNEL ? "" : ATTACK_ON_THE_HOSTS_KERNEL;
        String said = run(place, identity, furnishing, attacks + more + "exit 0\n");
        return Files.size(secret) > SECRET.length()
            ? Optional.of("it writes files beside it")
            : judged(said);
      } finally {
        Files.delete(secret);
      }
    } catch (IOException | ExecutionException | TimeoutException failure) {
      return Optional.of(failure.toString());
    }
  }

  /** In a jail its number may be another's: the first in a container is 1, as one is in a jail. */
  private static ProcessEntry service() throws IOException {
    return ProcessEntry.of((int) ProcessHandle.current().pid()).orElseThrow();
  }

  private static Optional<String> judged(String said) {
    List<String> lines = said.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(HELLO)) {
      return Optional.of(
          lines.isEmpty() ? "nothing runs in it" : lines.stream().limit(3).toList().toString());
    }
    return lines.size() == 1
        ? Optional.empty()
        : Optional.of(String.join(", ", lines.subList(1, lines.size())));
  }

  private String run(
      PreparedWorkspace place, Optional<Identity> identity, Furnishing furnishing, String script)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    JailSpec spec = new JailSpec(place.hostPath(), place.scratchPath(), furnishing, ALLOWANCE);
    KernelLimits limits = new KernelLimits(PATIENCE_SECONDS, 1 << 20, 64, 0);
    try (Jail jail = jails.open(spec, identity);
        Program program =
            jail.start(
                new ProgramSpec(
                    List.of("/bin/sh", "-c", script),
                    Map.of(),
                    jail.paths().workspace(),
                    false,
                    limits))) {
      CompletableFuture<String> out = reading(program.stdout());
      CompletableFuture<String> err = reading(program.stderr());
      OptionalInt code = program.ended().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String said = out.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return code.equals(OptionalInt.of(0))
          ? said
          : said
              + err.get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              + jail.complaints()
              + "\nit ended with "
              + code;
    }
  }

  private static CompletableFuture<String> reading(Descriptor stream) {
    CompletableFuture<String> all = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              byte[] buffer = new byte[4096];
              try {
                for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
                  bytes.write(buffer, 0, n);
                }
              } catch (IOException closed) {
                // What was read stands.
              }
              all.complete(bytes.toString(StandardCharsets.UTF_8));
            });
    return all;
  }
}
