package dev.codebeaker.wire.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RpcMethodsTest {
  @Test
  void everyCallHasAMethodAndEveryMethodACall() {
    assertThat(RpcMethods.names()).hasSize(RpcCall.class.getPermittedSubclasses().length);
  }
}
