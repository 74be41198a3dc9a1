package dev.codebeaker.frontdoor;

import dev.codebeaker.testing.OwnEngine;

/** The same where the engine is as good as on another machine. */
class EngineElsewhereIT extends ContainersIT {
  EngineElsewhereIT() {
    super(OwnEngine.ELSEWHERE);
  }
}
