package dev.codebeaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, in a project of its own with a fake JDK, Maven and pip. */
class RootScriptTest {
  private static final String FAKE_JAVA =
      """
      case "$*" in *"engines install"*) %s ;; esac
      echo "ran ${@: -2}"
      """;

  /** Serves until it is told to end, and then writes down what it has learnt. */
  private static final String LEARNING_JAVA =
      """
      for each; do case $each in -XX:AOTCacheOutput=*) output=${each#*=} ;; esac; done
      if [ -n "${output:-}" ]; then
        trap 'echo learnt > "$output"; exit 143' TERM
        echo "Listening on: http://127.0.0.1:%d"
        while :; do sleep 0.1; done
      fi
      echo "ran $*"
      """;

  private static final List<String> BASICS =
      List.of(
          "bash",
          "cat",
          "cksum",
          "cp",
          "dirname",
          "find",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "sort",
          "tr");

  @TempDir Path directory;

  private Path project;
  private Path bin;
  private Path jdk;

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectories(directory.resolve("my project"));
    Files.createDirectories(project.resolve("src/main"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.copy(Path.of("codebeaker"), project.resolve("codebeaker"));
    executable(project.resolve("codebeaker"));
    jdk = directory.resolve("a jdk");
    jdk(25);
    bin = Files.createDirectories(directory.resolve("bin"));
    basics(directory.resolve("basics"));
    script(
        bin.resolve("mvn"),
        """
        for last; do :; done
        echo "$@" >> "%1$s/mvn.log"
        [ "$last" = package ] || exit 0
        mkdir -p "%2$s/target/quarkus-app"
        echo jar > "%2$s/target/quarkus-app/quarkus-run.jar"
        """
            .formatted(directory, project));
  }

  @Test
  void buildsOnceAndAgainWhenTheSourcesChange() throws IOException {
    assertThat(run("version").output()).contains("ran").contains("version");
    run("version");
    assertThat(builds()).isEqualTo(1);
    Files.writeString(project.resolve("src/main/New.java"), "class New {}");
    run("version");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoFirstRunsBuildOnce() throws IOException {
    CompletableFuture<Result> first = CompletableFuture.supplyAsync(() -> run("version"));
    CompletableFuture<Result> second = CompletableFuture.supplyAsync(() -> run("version"));
    assertThat(first.join().code()).isZero();
    assertThat(second.join().code()).isZero();
    assertThat(builds()).isEqualTo(1);
    assertThat(project.resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void aLockWhoseOwnerIsGoneIsVoid() throws IOException {
    Path lock = Files.createDirectories(project.resolve("target/build.lock"));
    Files.writeString(lock.resolve("owner"), "999999999");
    assertThat(run("version").code()).isZero();
  }

  @Test
  void aBuildThatFailsShowsItsErrorsAndItsLog() throws IOException {
    script(bin.resolve("mvn"), "echo '[ERROR] a semicolon is missing'; exit 1");
    Result result = run("version");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("a semicolon is missing", "target/build.log");
    assertThat(project.resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void withoutMavenItSaysHowToGetIt() throws IOException {
    Files.delete(bin.resolve("mvn"));
    Result result = run("version");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("no mvn on the PATH", "apt-get install maven");
  }

  @Test
  void anOlderJdkInJavaHomeIsPassedOver() throws IOException {
    jdk(17);
    assertThat(run("java-home").output()).doesNotContain("a jdk");
  }

  @Test
  void withoutPipItServesWithoutPython() {
    Result result = run("serve");
    assertThat(result.code()).isZero();
    assertThat(result.output())
        .contains("going on without Python", "python3-pip")
        .contains("ran")
        .contains("serve");
  }

  @Test
  void theEnginesAreInstalledOnFirstUseOnly() throws IOException {
    Path pack = Files.createDirectories(directory.resolve("cache/engines/1"));
    Files.writeString(pack.resolve("verified"), "1");
    fakePip();
    java("echo asked >> '" + directory + "/asked'; echo 'installed: " + pack + "'; exit 0");
    run("run", "x.py");
    run("run", "x.py");
    assertThat(directory.resolve("asked")).hasContent("asked");
  }

  @Test
  void anInstallationThatFailedIsNotTriedAgainAtOnce() throws IOException {
    fakePip();
    java("echo asked >> '" + directory + "/asked'; exit 1");
    assertThat(run("repl").output()).contains("going on without Python").contains("ran");
    assertThat(run("repl").output()).contains("could not be installed lately");
    assertThat(directory.resolve("asked")).hasContent("asked");
  }

  @Test
  void whatWasBuiltLearnsToServeBeforeItIsUsed() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    service.createContext("/", exchange -> answer(exchange, asked));
    service.start();
    try {
      script(jdk.resolve("bin/java"), LEARNING_JAVA.formatted(service.getAddress().getPort()));
      Path learnt = project.resolve("target/builds");

      assertThat(run("version").output())
          .containsPattern("ran .*-XX:AOTCache=" + Pattern.quote(learnt.toString()));
      assertThat(asked).contains("POST /api/run", "GET /q/health/ready");
    } finally {
      service.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, List<String> asked) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    byte[] body = "{\"status\": \"UP\", \"stdout\": \"42\"}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void testRunsEveryCheck() throws IOException {
    assertThat(run("test", "-Dmore").code()).isZero();
    assertThat(Files.readString(directory.resolve("mvn.log"))).contains("verify -Dmore");
  }

  private void fakePip() throws IOException {
    script(bin.resolve("pip3"), "exit 0");
  }

  private void jdk(int version) throws IOException {
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
    script(jdk.resolve("bin/javac"), "");
    java("exit 1");
  }

  private void java(String onInstall) throws IOException {
    script(jdk.resolve("bin/java"), FAKE_JAVA.formatted(onInstall));
  }

  private long builds() throws IOException {
    try (var lines = Files.lines(directory.resolve("mvn.log"))) {
      return lines.filter(line -> line.endsWith("package")).count();
    }
  }

  private record Result(int code, String output) {}

  /** From another directory, with a search path that has nothing but the basics. */
  private Result run(String... arguments) {
    try {
      List<String> command = new java.util.ArrayList<>();
      command.add(project.resolve("codebeaker").toString());
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.directory(directory.toFile());
      builder.environment().clear();
      builder.environment().put("PATH", bin + ":" + directory.resolve("basics"));
      builder.environment().put("HOME", directory.toString());
      builder.environment().put("JAVA_HOME", jdk.toString());
      builder
          .environment()
          .put("CODEBEAKER_WASM_CACHE_DIRECTORY", directory.resolve("cache").toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nothing but what the script needs, so that this machine's own pip and mvn are not found. */
  private void basics(Path basics) throws IOException {
    Files.createDirectories(basics);
    for (String name : BASICS) {
      String place = Files.exists(Path.of("/usr/bin", name)) ? "/usr/bin/" : "/bin/";
      script(basics.resolve(name), "exec " + place + name + " \"$@\"");
    }
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + text + "\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
