package dev.codebeaker.runtime.process.container;

import dev.codebeaker.workspace.Workspaces;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** What the containers of one instance of the service carry. */
final class Labels {
  static final String INSTANCE = "codebeaker.instance";
  static final String HOST = "codebeaker.host";

  static final String STATE = "codebeaker.state";

  private final String instance;
  private final String state;

  Labels(Workspaces workspaces) {
    this.instance = workspaces.instance();
    this.state = workspaces.stateDirectory().toString();
  }

  Map<String, String> all() {
    return Map.of(INSTANCE, instance, HOST, host(), STATE, state);
  }

  /** Names of containers begin with it. */
  String prefix() {
    return "codebeaker-" + instance + "-";
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }
}
