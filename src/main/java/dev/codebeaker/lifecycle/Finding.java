package dev.codebeaker.lifecycle;

/**
 * Something about the configuration that an operator should know.
 *
 * @param property the key that is to blame
 * @param problem what is wrong with it
 * @param remedy what to do
 * @param refused whether the service does not start with it
 */
record Finding(String property, String problem, String remedy, boolean refused) {
  static Finding refusal(String property, String problem, String remedy) {
    return new Finding(property, problem, remedy, true);
  }

  static Finding warning(String property, String problem, String remedy) {
    return new Finding(property, problem, remedy, false);
  }

  @Override
  public String toString() {
    return property + ": " + problem + "; " + remedy;
  }
}
