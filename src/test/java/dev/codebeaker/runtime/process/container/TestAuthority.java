package dev.codebeaker.runtime.process.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes certificates, as an operator does it with openssl. */
final class TestAuthority {
  private static final List<String> NEW_RSA_KEY = List.of("-newkey", "rsa:2048", "-nodes");
  private static final List<String> NEW_EC_KEY =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes");

  private final Path directory;

  TestAuthority(Path directory) throws Exception {
    this.directory = Files.createDirectories(directory);
    List<String> request = new ArrayList<>(List.of("req", "-x509", "-days", "2"));
    request.addAll(NEW_RSA_KEY);
    request.addAll(List.of("-subj", "/CN=authority", "-keyout", "ca-key.pem", "-out", "ca.pem"));
    openssl(request);
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** For an engine at 127.0.0.1: {@code engine.pem} and {@code engine-key.pem}. */
  TestAuthority certifyEngine() throws Exception {
    certify("engine", NEW_EC_KEY, "subjectAltName=IP:127.0.0.1");
    return this;
  }

  /** For the service, in files of the names it looks for. */
  Path certifyService(String name, Path trusted, boolean ellipticCurve) throws Exception {
    certify(name, ellipticCurve ? NEW_EC_KEY : NEW_RSA_KEY, "extendedKeyUsage=clientAuth");
    Path own = Files.createDirectory(directory.resolve(name));
    Files.copy(trusted, own.resolve("ca.pem"));
    Files.copy(file(name + ".pem"), own.resolve("cert.pem"));
    Files.copy(file(name + "-key.pem"), own.resolve("key.pem"));
    return own;
  }

  private void certify(String name, List<String> newKey, String extension) throws Exception {
    List<String> request = new ArrayList<>(List.of("req"));
    request.addAll(newKey);
    request.addAll(
        List.of("-subj", "/CN=" + name, "-keyout", name + "-key.pem", "-out", name + ".csr"));
    openssl(request);
    Files.writeString(file(name + ".ext"), extension);
    openssl(
        Arrays.asList(
            "x509",
            "-req",
            "-days",
            "2",
            "-in",
            name + ".csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca-key.pem",
            "-CAcreateserial",
            "-extfile",
            name + ".ext",
            "-out",
            name + ".pem"));
  }

  private void openssl(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + said);
    }
  }
}
