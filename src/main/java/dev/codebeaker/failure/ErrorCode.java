package dev.codebeaker.failure;

/**
 * Every way a request can fail, once: its name on the wire, its JSON-RPC code, its HTTP status,
 * whose trouble it is, and whether the same request may succeed later.
 *
 * <p>JSON-RPC 2.0 reserves -32768…-32000; codes up to -32600 below are the ones it defines, the
 * rest lie in the range it leaves to servers (-32000…-32099).
 */
public enum ErrorCode {
  PARSE_ERROR(-32700, 400, Category.CALLER, false),
  INVALID_REQUEST(-32600, 400, Category.CALLER, false),
  METHOD_NOT_FOUND(-32601, 404, Category.CALLER, false),
  INVALID_PARAMS(-32602, 400, Category.CALLER, false),
  INTERNAL(-32603, 500, Category.INTERNAL, false),

  UNAUTHENTICATED(-32001, 401, Category.CALLER, false),
  FORBIDDEN(-32002, 403, Category.CALLER, false),
  TOO_LARGE(-32003, 413, Category.CALLER, false),
  DRAINING(-32004, 503, Category.CAPACITY, true),
  OVERLOADED(-32005, 503, Category.CAPACITY, true),
  TOO_MANY_CALLS(-32006, 429, Category.CAPACITY, true),
  METHOD_NOT_ALLOWED(-32007, 405, Category.CALLER, false),
  NOT_ACCEPTABLE(-32008, 406, Category.CALLER, false),
  MEDIA_TYPE_UNSUPPORTED(-32009, 415, Category.CALLER, false),

  LANGUAGE_UNKNOWN(-32010, 422, Category.CALLER, false),
  RUNTIME_UNKNOWN(-32011, 422, Category.CALLER, false),
  RUNTIME_UNAVAILABLE(-32012, 503, Category.RUNTIME, false),
  RUNTIME_PREPARING(-32013, 503, Category.RUNTIME, true),
  RUNTIME_SATURATED(-32014, 429, Category.CAPACITY, true),
  RUNTIME_FAILED(-32015, 502, Category.RUNTIME, true),
  LIMIT_TOO_HIGH(-32016, 422, Category.CALLER, false),
  TEMPLATE_UNKNOWN(-32017, 422, Category.CALLER, false),
  MODULE_INVALID(-32018, 422, Category.CALLER, false),
  NOT_SUPPORTED(-32019, 422, Category.CALLER, false),

  SESSION_NOT_FOUND(-32020, 404, Category.CALLER, false),
  SESSION_CLOSED(-32021, 410, Category.CALLER, false),
  SESSION_QUEUE_FULL(-32022, 429, Category.CAPACITY, true),
  TOO_MANY_SESSIONS(-32023, 429, Category.CAPACITY, true),
  TOO_MANY_CONTEXTS(-32024, 429, Category.CAPACITY, false),
  EXECUTION_NOT_FOUND(-32025, 404, Category.CALLER, false),
  SESSION_ELSEWHERE(-32026, 421, Category.CALLER, true),

  WORKSPACE_ESCAPE(-32030, 400, Category.CALLER, false),
  FILE_NOT_FOUND(-32031, 404, Category.CALLER, false),
  FILE_CONFLICT(-32032, 409, Category.CALLER, false),
  WORKSPACE_FULL(-32033, 413, Category.CALLER, false);

  /** Whose trouble it is. */
  public enum Category {
    CALLER,
    CAPACITY,
    RUNTIME,
    INTERNAL
  }

  private final int rpcCode;
  private final int httpStatus;
  private final Category category;
  private final boolean retryable;

  ErrorCode(int rpcCode, int httpStatus, Category category, boolean retryable) {
    this.rpcCode = rpcCode;
    this.httpStatus = httpStatus;
    this.category = category;
    this.retryable = retryable;
  }

  public int rpcCode() {
    return rpcCode;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public Category category() {
    return category;
  }

  /** True when the same request, unchanged, may succeed a little later. */
  public boolean retryable() {
    return retryable;
  }
}
