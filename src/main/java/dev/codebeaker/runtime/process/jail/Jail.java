package dev.codebeaker.runtime.process.jail;

import java.io.IOException;
import java.util.Optional;

/**
 * One confined place, in which one program runs at a time. What a program left running is ended
 * before the next one.
 *
 * <p><b>Files</b>: those of the host's directories that it was opened for are its own when a
 * program starts, and what the program leaves is there when it has ended. Where the two are not the
 * same files, an interpreter that takes many turns is brought up to date by {@link #bringIn} and
 * {@link #bringBack}.
 *
 * <p><b>Threads</b>: thread safe. <b>Lifecycle</b>: it ends when it is closed, and also when what
 * holds it together ends; {@link #isAlive} tells. Close kills everything in it and returns when
 * nothing is left.
 */
public interface Jail extends AutoCloseable {
  /** Where things are as its programs see them. */
  JailPaths paths();

  /** What its processes have used so far. */
  Consumption consumption();

  boolean isAlive();

  /**
   * Starts a program; the one before must have ended. The caller closes it.
   *
   * @throws IOException if the jail has ended, or the program's pipes can not be made
   */
  Program start(ProgramSpec spec) throws IOException;

  /**
   * Starts a program as soon as the one that runs has ended, and nothing of it is left: it is laid
   * out already, and nobody is asked. The caller closes it. Empty where that can not be arranged:
   * then it is to be started when the other has ended.
   *
   * @throws IOException as {@link #start}
   */
  default Optional<Program> startNext(ProgramSpec spec) throws IOException {
    return Optional.empty();
  }

  /** Standard input for the turns of an interpreter, in the place of the program's own. */
  TurnInputs turnInputs(Program program) throws IOException;

  /** Shows the interpreter that waits here what has become of the files since it last ran. */
  default void bringIn() throws IOException {}

  /**
   * After a turn: what the interpreter has written until now is in its streams and its files.
   *
   * @throws IOException if that can not be told; the jail is of no use any more
   */
  default void bringBack() throws IOException {}

  /**
   * After a program: makes sure that what it left in the scratch directory is in that of the host.
   *
   * @param name of a file or directory directly in it; nothing is done if it is not there
   */
  default void fetchScratch(String name) throws IOException {}

  /** Sends a signal to the program that runs: its first process and all that descend from that. */
  void signalProgram(int number) throws IOException;

  /** What confines says when something is wrong. */
  String complaints();

  @Override
  void close();
}
