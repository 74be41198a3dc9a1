package dev.codebeaker.selection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What matters most when several runtimes could serve a session. {@code auto} is balanced. */
public enum Preference {
  SPEED,
  SECURITY,
  MEMORY,
  BALANCED;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Preference> byLabel(String label) {
    return label.equals("auto")
        ? Optional.of(BALANCED)
        : Arrays.stream(values()).filter(p -> p.label().equals(label)).findFirst();
  }
}
