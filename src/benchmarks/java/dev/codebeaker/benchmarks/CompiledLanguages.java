package dev.codebeaker.benchmarks;

import java.net.http.HttpClient;

/** The figures of compiled languages in containers alone, printed and not written down. */
public final class CompiledLanguages {
  private CompiledLanguages() {}

  public static void main(String[] args) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (ServiceProcess service = ServiceProcess.start(client)) {
      RpcSocket socket = new RpcSocket(client, service.port());
      Report report = new Report();
      for (CompiledHello hello : CompiledHello.ALL) {
        hello.measure(socket, report, "docker");
      }
      socket.close();
    }
  }
}
