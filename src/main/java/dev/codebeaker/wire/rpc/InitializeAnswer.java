package dev.codebeaker.wire.rpc;

import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.json.StrictJson;
import dev.codebeaker.wire.message.CommandReader;
import dev.codebeaker.wire.message.LanguageAnswer;
import java.util.List;

/**
 * What this server is and what it and the client can do together.
 *
 * @param protocolVersion of the methods and their shapes; the first number changes when old clients
 *     would break
 */
public record InitializeAnswer(
    ServerInfo serverInfo,
    String protocolVersion,
    Capabilities capabilities,
    WireLimits limits,
    List<LanguageAnswer> languages) {
  static final String PROTOCOL_VERSION = "2.0.0";

  public record ServerInfo(String name, String version) {}

  /**
   * @param streaming notifications while an execution runs; not over HTTP
   * @param contexts named interpreters that keep their state
   * @param cancellation {@code session.cancel} overtakes what it cancels
   * @param stdin {@code session.input} reaches a program that runs
   * @param signals {@code session.signal} does, where its runtime offers that
   * @param terminals runs may ask for one, with {@code tty}
   * @param detached sessions whose executions survive a disconnect
   * @param commands the types that {@code session.execute} takes
   * @param methods what can be called
   */
  public record Capabilities(
      boolean streaming,
      boolean contexts,
      boolean batch,
      boolean cancellation,
      boolean stdin,
      boolean signals,
      boolean terminals,
      boolean richResults,
      boolean detached,
      List<String> commands,
      List<String> methods) {}

  /** What the wire bounds. */
  public record WireLimits(
      int maxMessageBytes, int maxBatch, int maxNesting, int maxCalls, int captureBytes) {}

  static InitializeAnswer of(
      boolean streaming, String version, WireConfig config, List<LanguageAnswer> languages) {
    return new InitializeAnswer(
        new ServerInfo("codebeaker", version),
        PROTOCOL_VERSION,
        new Capabilities(
            streaming,
            true,
            true,
            true,
            true,
            true,
            true,
            true,
            true,
            CommandReader.types(),
            RpcMethods.names()),
        new WireLimits(
            config.maxMessageBytes(),
            config.maxBatch(),
            StrictJson.MAX_NESTING,
            config.maxCallsPerConnection(),
            config.captureBytes()),
        languages);
  }
}
