package dev.codebeaker.benchmarks;

import java.net.http.HttpClient;

/** The figures of the process runtimes alone, printed and not written down. */
public final class Processes {
  private Processes() {}

  public static void main(String[] args) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (ServiceProcess service = ServiceProcess.start(client)) {
      RpcSocket socket = new RpcSocket(client, service.port());
      new ProcessFigures(client, new Report(), service, socket).all();
      socket.close();
    }
  }
}
