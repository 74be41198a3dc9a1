package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.jail.Program;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.jail.TerminalJail;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jails that one session has beside those of its contexts: one whose interpreter waits for the
 * next program, and one in which other programs are started. A jail that was ended is opened anew
 * when it is needed. One thread at a time, but for {@link #close}.
 */
final class SessionJails implements AutoCloseable {
  private final JailHouse.Place place;
  private final SeatMaker seats;
  private final Limits limits;
  private final boolean oneShot;

  // guarded by this
  private @Nullable Seat waiting;
  private @Nullable Rest rest;
  private @Nullable Jail programs;
  private boolean closed;

  /**
   * @param spec what the session is
   * @param ready a seat of this place that was started ahead
   */
  SessionJails(JailHouse.Place place, SeatMaker seats, SandboxSpec spec, Optional<Seat> ready) {
    this.place = place;
    this.seats = seats;
    this.limits = spec.limits();
    this.oneShot = spec.oneShot();
    this.waiting = ready.orElse(null);
  }

  /** A seat for this language, taken out of here: whoever has it ends it. */
  Seat takeSeat(Language language) throws IOException, InterruptedException {
    Seat taken;
    synchronized (this) {
      taken = waiting;
      waiting = null;
      endRest();
    }
    if (taken != null && taken.isFit() && seats.fits(taken, language)) {
      return taken;
    }
    if (taken != null) {
      taken.close();
    }
    return seats.open(place, language, limits);
  }

  /**
   * Starts the next interpreter in the jail of one whose program runs, as soon as that has ended,
   * if it can be and there may be a next program.
   */
  Optional<Program> startNext(Seat used, Language language) {
    if (oneShot) {
      return Optional.empty();
    }
    try {
      return seats.startNext(used, language, limits);
    } catch (IOException notNow) {
      return Optional.empty();
    }
  }

  /**
   * Keeps the next interpreter for the next program. What it finds in its jail is a guest's, so it
   * is watched.
   *
   * @param begun that of {@link #startNext}
   */
  void seatAgain(
      Seat used, Optional<Program> begun, Language language, ProcessSandbox.Around around) {
    if (oneShot) {
      used.close();
      return;
    }
    used.program().close();
    try {
      keep(next(used, begun, language), around);
    } catch (IOException notNow) {
      used.jail().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      used.jail().close();
    }
  }

  private Seat next(Seat used, Optional<Program> begun, Language language)
      throws IOException, InterruptedException {
    if (!used.jail().isAlive()) {
      begun.ifPresent(Program::close);
      return seats.open(place, language, limits);
    }
    return begun.isPresent()
        ? seats.seat(used.jail(), begun.get(), language)
        : seats.start(used.jail(), language, limits);
  }

  private void keep(Seat next, ProcessSandbox.Around around) {
    Seat superfluous;
    synchronized (this) {
      superfluous = closed ? next : waiting;
      waiting = closed ? null : next;
      endRest();
      if (!closed) {
        rest = new Rest(next.jail(), around);
        rest.begin(limits);
      }
    }
    if (superfluous != null) {
      superfluous.close();
    }
  }

  private void endRest() {
    if (rest != null) {
      rest.close();
      rest = null;
    }
  }

  /** The jail for programs that need no waiting interpreter. */
  Jail programs() throws IOException, InterruptedException {
    synchronized (this) {
      if (programs != null && programs.isAlive()) {
        return programs;
      }
    }
    Jail opened = seats.openJail(place, limits);
    Jail replaced;
    synchronized (this) {
      replaced = closed ? opened : programs;
      programs = closed ? null : opened;
    }
    if (replaced != null) {
      replaced.close();
    }
    return opened;
  }

  /** A jail for one program with a terminal; the caller closes it. */
  TerminalJail openTerminal(ProgramSpec program, TerminalSize size)
      throws IOException, InterruptedException {
    return seats.openTerminal(place, limits, program, size);
  }

  @Override
  public void close() {
    Seat seat;
    Jail jail;
    synchronized (this) {
      closed = true;
      seat = waiting;
      jail = programs;
      endRest();
      waiting = null;
      programs = null;
    }
    if (seat != null) {
      seat.close();
    }
    if (jail != null) {
      jail.close();
    }
  }
}
