package dev.codebeaker.benchmarks;

import java.net.http.HttpClient;

/** The figures of the container runtimes alone, printed and not written down. */
public final class Containers {
  private Containers() {}

  public static void main(String[] args) throws Exception {
    new ContainerFigures(HttpClient.newHttpClient(), new Report()).all();
  }
}
