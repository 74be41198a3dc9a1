package dev.codebeaker.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What executions may use. A client may ask for other limits, up to the maximum. */
@ConfigMapping(prefix = "codebeaker.limits")
public interface LimitsConfig {
  /** Where the client asks for nothing. */
  Defaults defaults();

  /** The most a client may ask for. */
  Maxima maximum();

  /** Where the client asks for nothing. */
  interface Defaults {
    /** Time on the clock of one execution, in milliseconds. */
    @WithDefault("30000")
    long wallMs();

    /** Processor time of one execution, in milliseconds. */
    @WithDefault("30000")
    long cpuMs();

    /** Memory of the guest, in bytes. */
    @WithDefault("536870912")
    long memoryBytes();

    /** Depth of the guest's call stack, in bytes. */
    @WithDefault("1048576")
    long stackBytes();

    /** Standard output and standard error of one execution together, in bytes. */
    @WithDefault("8388608")
    long outputBytes();

    /** What the files of a session may hold, in bytes. */
    @WithDefault("268435456")
    long workspaceBytes();

    /** How many files and directories a session may have. */
    @WithDefault("10000")
    int files();

    /** How many files may be open at once; R does not start with fewer than 256. */
    @WithDefault("256")
    int openFiles();

    /** How many processes may live at once, where the runtime has processes. */
    @WithDefault("128")
    int processes();
  }

  /** The most a client may ask for. */
  interface Maxima {
    /** Time on the clock of one execution, in milliseconds. */
    @WithDefault("300000")
    long wallMs();

    /** Processor time of one execution, in milliseconds. */
    @WithDefault("300000")
    long cpuMs();

    /** Memory of the guest, in bytes. */
    @WithDefault("2147483648")
    long memoryBytes();

    /** Depth of the guest's call stack, in bytes. */
    @WithDefault("1048576")
    long stackBytes();

    /** Standard output and standard error of one execution together, in bytes. */
    @WithDefault("67108864")
    long outputBytes();

    /** What the files of a session may hold, in bytes. */
    @WithDefault("1073741824")
    long workspaceBytes();

    /** How many files and directories a session may have. */
    @WithDefault("100000")
    int files();

    /** How many files may be open at once. */
    @WithDefault("256")
    int openFiles();

    /** How many processes may live at once, where the runtime has processes. */
    @WithDefault("1024")
    int processes();
  }
}
