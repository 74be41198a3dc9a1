package dev.codebeaker.frontdoor;

import dev.codebeaker.testing.OwnEngine;

/** The engine is as good as on another machine. */
class EngineElsewhereIT extends ServiceOnEngine {
  EngineElsewhereIT() {
    super(OwnEngine.ELSEWHERE);
  }
}
