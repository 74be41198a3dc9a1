package dev.codebeaker.benchmarks;

/** What clients under load ask for, and how many of a hundred ask for it. */
enum Ask {
  TURN("turn `1+1` in one of 64 live Python contexts", 60),
  PYTHON("fresh Python sandbox + hello", 20),
  JAVASCRIPT("fresh JavaScript sandbox + hello", 10),
  FILES("write and read a file of 10 KB, two calls", 6),
  STREAM("100 lines of streamed output in a live context", 3),
  JAIL("fresh Python process in a jail + hello", 1);

  final String label;
  private final int share;

  Ask(String label, int share) {
    this.label = label;
    this.share = share;
  }

  /**
   * @param draw from 0 to 99
   */
  static Ask drawn(int draw) {
    int sum = 0;
    for (Ask ask : values()) {
      sum += ask.share;
      if (draw < sum) {
        return ask;
      }
    }
    throw new IllegalArgumentException("the shares do not make a hundred: " + draw);
  }
}
