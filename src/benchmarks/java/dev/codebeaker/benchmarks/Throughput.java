package dev.codebeaker.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How many one-shots a service does in a second, each client with a socket of its own. */
final class Throughput {
  private final HttpClient client;
  private final ServiceProcess service;

  Throughput(HttpClient client, ServiceProcess service) {
    this.client = client;
    this.service = service;
  }

  double perSecond(int concurrency, long millis, String language, String code) throws Exception {
    AtomicInteger done = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    List<RpcSocket> sockets = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + millis * 1_000_000;
    for (int i = 0; i < concurrency; i++) {
      RpcSocket own = new RpcSocket(client, service.port());
      sockets.add(own);
      threads.add(
          Thread.startVirtualThread(
              () -> {
                while (System.nanoTime() < end) {
                  run(own, language, code);
                  done.incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    sockets.forEach(RpcSocket::close);
    return done.get() / seconds;
  }

  private static void run(RpcSocket socket, String language, String code) {
    ObjectNode params = RpcSocket.object().put("language", language).put("code", code);
    try {
      JsonNode result = socket.call("execution.run", params);
      if (!result.path("outcome").asText().equals("exited")) {
        throw new IllegalStateException(result.toString());
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
