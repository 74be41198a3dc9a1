package dev.codebeaker.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** Who may ask, and how much at once. */
@ConfigMapping(prefix = "codebeaker.admission")
public interface AdmissionConfig {
  /**
   * The secret of each owner, by the owner's name. Sent as {@code Authorization: Bearer <secret>}.
   * With none configured everybody is admitted as the same anonymous owner.
   */
  Map<String, String> tokens();

  /** The most source text of one command, in bytes of UTF-8; a module as base64 counts as sent. */
  @WithDefault("25165824")
  int maxCodeBytes();

  /** The most arguments of one command. */
  @WithDefault("256")
  int maxArgs();

  /** The most environment variables of one command. */
  @WithDefault("256")
  int maxEnv();

  /** The most that arguments and environment of one command may have together, in characters. */
  @WithDefault("262144")
  int maxArgsAndEnvChars();

  /** The most files sent with one command. */
  @WithDefault("256")
  int maxFiles();

  /** The most content that one command may carry in files and standard input, in bytes. */
  @WithDefault("33554432")
  int maxContentBytes();

  /** The most standard input that one execution may be sent while it runs, in bytes. */
  @WithDefault("67108864")
  long maxInputBytes();

  /**
   * How many sandboxes may be in the middle of being opened and programs in their first moments,
   * for each processor and each runtime. Beyond that new ones are refused.
   */
  @WithDefault("64")
  int maxBegunPerProcessor();

  /**
   * How many processors that reckons with; where it is not set, those that the process sees. In a
   * container without a CPU limit it sees all of its node, of which it may get its request only.
   */
  OptionalInt processors();

  /** How long there may be more than that before new ones are refused. */
  @WithDefault("300ms")
  Duration burst();

  /**
   * How long a command may have to wait behind others of its session while the runtime is busy, by
   * how long those took lately. Beyond that it is refused with {@code OVERLOADED}.
   */
  @WithDefault("250ms")
  Duration maxWait();
}
