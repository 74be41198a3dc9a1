"""Says how a program or a turn has ended. Whoever hosts the interpreter adds _tell(frame), which
sends a frame to the service. Where an interpreter starts for each program this is loaded with it:
it imports nothing that has not been."""

import builtins
import os
import sys
from posix import write as _write

_OURS = {(lambda: 0).__code__.co_filename}
_MAIN = "__main__"
_MODULES = sys.modules
_BACKEND = "codebeaker_figures"  # what matplotlib draws with
_RESERVE = 2 * 1024 * 1024  # an arena of the interpreter's allocator and some more


class _State:
    interruptible = False  # whether a SIGINT is for the code that runs, or comes too late
    missed = False  # whether one came while it was not
    main = None
    reserve = bytearray(_RESERVE)  # lets a traceback be printed when memory has run out


def _interrupt(number, frame):
    if _State.interruptible:
        raise KeyboardInterrupt
    _State.missed = True


# ---- what the service is told ----


def encode(kind, fields):
    """A frame: its kind, then each field behind its length."""
    parts = [kind]
    for text in fields:
        data = text.encode("utf-8", "replace")
        parts.append(len(data).to_bytes(4, "big"))
        parts.append(data)
    return b"".join(parts)


def flush():
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            pass  # closed or replaced by the code itself


def _ended(how, code):
    _tell(encode(b"E", (how, str(code))))


# ---- how an execution ends ----


def _trim(failure, name):
    """Takes the frames of these files off both ends of a traceback."""
    entry = failure.__traceback__
    while entry is not None and entry.tb_frame.f_code.co_filename != name:
        entry = entry.tb_next
    failure.__traceback__ = last = entry
    while entry is not None:
        if entry.tb_frame.f_code.co_filename not in _OURS:
            last = entry
        entry = entry.tb_next
    if last is not None:
        last.tb_next = None


def _make_room(failure):
    """Gives back what the frames of the failure hold: printing a traceback needs memory too."""
    _State.reserve = None
    entry = failure.__traceback__
    while entry is not None:
        try:
            entry.tb_frame.clear()
        except RuntimeError:
            pass  # it is still running
        entry = entry.tb_next
    if _State.main is None:  # a program, whose variables nobody will ask for again
        _MODULES[_MAIN].__dict__.clear()


def _renew_reserve():
    if _State.reserve is None:
        try:
            _State.reserve = bytearray(_RESERVE)
        except MemoryError:
            pass


def _report(failure, name):
    """Before Python 3.13 the interpreter's own hook does not find the text of turns."""
    if isinstance(failure, MemoryError):
        _make_room(failure)
    try:
        _trim(failure, name)
        plain = _State.main is not None and sys.excepthook is sys.__excepthook__
        print_it = traceback.print_exception if plain else sys.excepthook
        print_it(type(failure), failure, failure.__traceback__)
    except BaseException:
        _write(2, b"%s\n" % type(failure).__name__.encode())


def _exit_code(failure):
    code = failure.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


_FAILURES = ((MemoryError, "m"), (RecursionError, "r"), (KeyboardInterrupt, "i"))


def _judge(failure, name):
    """What an exception that nobody caught means: how it ended, and the exit code."""
    if isinstance(failure, SystemExit):
        return "x", _exit_code(failure)
    _report(failure, name)
    for kind, how in _FAILURES:
        if isinstance(failure, kind):
            return how, 130 if kind is KeyboardInterrupt else 1
    return "e", 1


def _fresh_main():
    main = type(sys)(_MAIN)
    main.__builtins__ = builtins
    return main


def _show_figures(name):
    try:
        _FIGURES.show()
    except Exception as failure:
        _report(failure, name)


def _guarded(run, name, code):
    """Runs it so that an interrupt belongs to it or is dropped: it never hits these files."""
    _State.missed = False
    try:
        _State.interruptible = True
        try:
            run(name, code)
        except KeyboardInterrupt:
            _FIGURES.close()
            raise
        except BaseException:
            _show_figures(name)
            raise
        _show_figures(name)
        _State.interruptible = False
        return "x", 0
    except BaseException as failure:
        _State.interruptible = False
        return _judge(failure, name)
