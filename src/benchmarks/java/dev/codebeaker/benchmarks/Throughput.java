package dev.codebeaker.benchmarks;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How many one-shots a service does in a second, each client with a socket of its own. */
final class Throughput {
  /** One program, from its request to its answer; throws if that is not as it should be. */
  interface OneShot {
    void run(RpcSocket socket) throws Exception;
  }

  private final HttpClient client;
  private final ServiceProcess service;

  Throughput(HttpClient client, ServiceProcess service) {
    this.client = client;
    this.service = service;
  }

  double perSecond(int concurrency, long millis, OneShot shot) throws Exception {
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
                  run(shot, own);
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

  private static void run(OneShot shot, RpcSocket socket) {
    try {
      shot.run(socket);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
