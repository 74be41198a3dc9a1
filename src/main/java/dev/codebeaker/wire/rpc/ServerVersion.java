package dev.codebeaker.wire.rpc;

import java.util.Optional;

/** The version of this server, as its jar has it. */
final class ServerVersion {
  static final String TEXT =
      Optional.ofNullable(ServerVersion.class.getPackage().getImplementationVersion())
          .orElse("2.0.0");

  private ServerVersion() {}
}
