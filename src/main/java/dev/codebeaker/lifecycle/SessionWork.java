package dev.codebeaker.lifecycle;

import dev.codebeaker.session.SessionService;

/** The service's work is what its sessions do. */
record SessionWork(SessionService sessions) implements Work {
  @Override
  public void refuseNew() {
    sessions.refuseNew();
  }

  @Override
  public boolean isIdle() {
    return sessions.isIdle();
  }

  @Override
  public void cancelAll(String reason) {
    sessions.cancelAll(reason);
  }

  @Override
  public void closeAll() {
    sessions.closeAll();
  }
}
