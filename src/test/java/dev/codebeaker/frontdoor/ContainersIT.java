package dev.codebeaker.frontdoor;

import java.util.List;

/** The engine sees the service's files and is seen by it. */
class ContainersIT extends ServiceOnEngine {
  ContainersIT() {
    super(List.of());
  }
}
