package dev.codebeaker.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The names of spans and of what they carry. Never code, input, output, file contents or secrets.
 */
public final class Attributes {
  /** One call of a client; its children are the steps and the executions it led to. */
  public static final String CALL = "rpc";

  /** An event: a session went to the next candidate. */
  public static final String MOVED = "codebeaker.selection.moved";

  public static final AttributeKey<String> RPC_SYSTEM = AttributeKey.stringKey("rpc.system");
  public static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");
  public static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  public static final AttributeKey<String> SESSION =
      AttributeKey.stringKey("codebeaker.session.id");
  public static final AttributeKey<String> EXECUTION =
      AttributeKey.stringKey("codebeaker.execution.id");
  public static final AttributeKey<String> RUNTIME = AttributeKey.stringKey("codebeaker.runtime");
  public static final AttributeKey<String> LANGUAGE = AttributeKey.stringKey("codebeaker.language");
  public static final AttributeKey<String> COMMAND = AttributeKey.stringKey("codebeaker.command");
  public static final AttributeKey<Long> QUEUED =
      AttributeKey.longKey("codebeaker.queued.microseconds");
  public static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("codebeaker.outcome");
  public static final AttributeKey<String> PHASE = AttributeKey.stringKey("codebeaker.phase");
  public static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey("codebeaker.exit_code");
  public static final AttributeKey<String> LIMIT = AttributeKey.stringKey("codebeaker.limit");
  public static final AttributeKey<String> CONTEXT_STATE =
      AttributeKey.stringKey("codebeaker.context.state");
  public static final AttributeKey<Long> CPU = AttributeKey.longKey("codebeaker.cpu.microseconds");
  public static final AttributeKey<Long> MEMORY =
      AttributeKey.longKey("codebeaker.memory.peak_bytes");
  public static final AttributeKey<String> PREFERENCE =
      AttributeKey.stringKey("codebeaker.selection.preference");
  public static final AttributeKey<String> REASON =
      AttributeKey.stringKey("codebeaker.selection.reason");
  public static final AttributeKey<Double> SCORE =
      AttributeKey.doubleKey("codebeaker.selection.score");
  public static final AttributeKey<List<String>> RANKED =
      AttributeKey.stringArrayKey("codebeaker.selection.ranked");
  public static final AttributeKey<List<String>> REJECTED =
      AttributeKey.stringArrayKey("codebeaker.selection.rejected");

  private Attributes() {}
}
