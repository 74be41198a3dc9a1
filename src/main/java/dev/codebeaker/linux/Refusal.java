package dev.codebeaker.linux;

/** What a {@link SeccompFilter} refuses beyond what it always does. */
public enum Refusal {
  /**
   * New sockets of every family. Pairs that are connected from their birth stay: runtimes talk to
   * their children through them.
   */
  SOCKETS,

  /** New sessions and process groups: who kills the group, kills all. */
  SESSIONS,

  /**
   * The same but for the first session that is asked for, so that a confined thread can start a
   * program that leads one. Only for a filter that a thread applies to itself: whoever else loads
   * it gets no session at all.
   */
  MORE_SESSIONS,

  /**
   * Other programs than the one that runs. Not for a filter that is in force before the program is
   * started: starting it would be refused.
   */
  PROGRAMS,

  /** Other processes. Threads stay. */
  PROCESSES,

  /**
   * New links, pipes and devices in the file system: who follows none of them need not fear any.
   */
  LINKS,

  /**
   * System V's and POSIX' shared memory, semaphores and message queues, which belong to whole users
   * where there is no IPC namespace.
   */
  SHARED_IPC,

  /**
   * Limits, priorities and processors of other processes, which a user may change for all of his
   * where there is no PID namespace. Landlock does not know of these calls.
   */
  OTHER_PROCESSES,

  /**
   * Being told of what happens to files: whoever may read them may ask for that, and Landlock does
   * not know of the call.
   */
  WATCHES,

  /**
   * Changing the rights, owner and attributes of files by their names: a user may do that to all of
   * his, and Landlock does not know of these calls. By an open descriptor it stays allowed, because
   * what may be opened Landlock says.
   */
  RIGHTS_BY_NAME
}
