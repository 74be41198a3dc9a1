package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Isolation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The security policies of this service, and the one it works under. */
public final class SecurityPolicies {
  public static final String PRODUCTION = "production";
  public static final String DEVELOPMENT = "development";

  /** The only one that may run code without confining it. */
  public static final String TRUSTED = "trusted";

  private final Map<String, SecurityPolicy> byName = new TreeMap<>();
  private final SecurityPolicy active;

  /**
   * @throws IllegalArgumentException if the active policy does not exist, or one that is not {@code
   *     trusted} would run unconfined code
   */
  public SecurityPolicies(SelectionConfig config) {
    add(new SecurityPolicy(PRODUCTION, Isolation.PROCESS, Map.of()));
    add(new SecurityPolicy(DEVELOPMENT, Isolation.PROCESS, Map.of()));
    add(new SecurityPolicy(TRUSTED, Isolation.NONE, Map.of()));
    config.policies().forEach((name, policy) -> add(configured(name, policy)));
    SecurityPolicy found = byName.get(config.policy());
    if (found == null) {
      throw new IllegalArgumentException(
          "codebeaker.selection.policy is '" + config.policy() + "', known are " + byName.keySet());
    }
    this.active = found;
  }

  public SecurityPolicy active() {
    return active;
  }

  /**
   * The policy a client asked for.
   *
   * @throws ServiceException {@code INVALID_PARAMS} if there is none of that name, {@code
   *     FORBIDDEN} if it is weaker than the service's own
   */
  public SecurityPolicy requested(Optional<String> name) {
    if (name.isEmpty()) {
      return active;
    }
    SecurityPolicy policy = byName.get(name.get());
    if (policy == null) {
      throw ServiceException.of(ErrorCode.INVALID_PARAMS, "there is no such security policy")
          .field("policy")
          .fix("use one of the known policies, or leave it out")
          .known(allowed());
    }
    if (policy.isWeakerThan(active)) {
      throw ServiceException.of(
              ErrorCode.FORBIDDEN,
              "the policy '" + policy.name() + "' is weaker than the service's own")
          .field("policy")
          .fix("leave it out, or have the operator set codebeaker.selection.policy")
          .known(allowed());
    }
    return policy;
  }

  private List<String> allowed() {
    return byName.values().stream()
        .filter(policy -> !policy.isWeakerThan(active))
        .map(SecurityPolicy::name)
        .toList();
  }

  private void add(SecurityPolicy policy) {
    if (policy.isolationFloor() == Isolation.NONE && !policy.name().equals(TRUSTED)) {
      throw new IllegalArgumentException(
          "codebeaker.selection.policies."
              + policy.name()
              + ".isolation-floor may not be none: only the policy 'trusted' runs unconfined code");
    }
    byName.put(policy.name(), policy);
  }

  private static SecurityPolicy configured(String name, SelectionConfig.Policy policy) {
    Map<Language, List<String>> preferred = new HashMap<>();
    policy
        .preferred()
        .forEach((language, runtimes) -> preferred.put(new Language(language), runtimes));
    return new SecurityPolicy(name, policy.isolationFloor(), preferred);
  }
}
