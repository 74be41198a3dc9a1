package dev.codebeaker.runtime.process.agent;

import java.io.IOException;

/** The conversation with an agent has come to an end; nothing more is to be expected of it. */
public final class AgentFailure extends IOException {
  private static final long serialVersionUID = 1L;

  public enum Reason {
    /** Its process has ended, or has closed its pipe: how it exited says more. */
    GONE,
    /**
     * It said what no agent says: code it runs has written to its pipe. Its jail is to be closed.
     */
    NONSENSE
  }

  private final Reason reason;

  private AgentFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static AgentFailure gone() {
    return new AgentFailure(Reason.GONE, "the agent is gone");
  }

  static AgentFailure nonsense(String what) {
    return new AgentFailure(Reason.NONSENSE, "the agent sent " + what);
  }

  public Reason reason() {
    return reason;
  }
}
