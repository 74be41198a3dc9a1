package dev.codebeaker.benchmarks;

import java.net.http.HttpClient;

/** The figures of the container runtimes alone, printed and not written down. */
public final class Containers {
  private Containers() {}

  public static void main(String[] args) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    Report report = new Report();
    ContainerFigures.docker(client, report).all();
    ContainerFigures.gvisor(client, report).all();
  }
}
