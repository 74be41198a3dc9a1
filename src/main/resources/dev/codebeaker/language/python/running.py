"""Runs programs and turns of a context, and says how they ended. Whoever hosts the interpreter adds
_tell(frame), which sends a frame to the service, and _new_loop(), which makes an event loop."""

import ast
import builtins
import collections
import linecache
import os
import signal
import sys
import traceback
import types
from posix import write as _write

_HERE = (lambda: 0).__code__.co_filename
_MAIN = "__main__"
_MODULES = sys.modules
_SOURCES_KEPT = 256
_RESERVE = 2 * 1024 * 1024  # an arena of the interpreter's allocator and some more
_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_COROUTINE = 0x80  # inspect.CO_COROUTINE
_FUTURES = 0
for _name in __import__("__future__").all_feature_names:
    _FUTURES |= getattr(__import__("__future__"), _name).compiler_flag


class _State:
    interruptible = False  # whether a SIGINT is for the code that runs, or comes too late
    missed = False  # whether one came while it was not
    main = None
    futures = 0
    turns = collections.deque()
    reserve = bytearray(_RESERVE)  # lets a traceback be printed when memory has run out


def _interrupt(number, frame):
    if _State.interruptible:
        raise KeyboardInterrupt
    _State.missed = True


# ---- what the service is told ----


def _emit(contents, kind=b"R"):
    flush()
    try:
        _tell(encode(kind, [text for pair in contents.items() for text in pair]))
    except OSError:
        print("more was to be shown than the output limit allows", file=sys.stderr)


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
        if entry.tb_frame.f_code.co_filename != _HERE:
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


# ---- one execution ----


def _begin(name, args, env):
    open_streams()
    sys.argv = [name, *args]
    os.environ.update(env)


def _remember(name, code):
    """Keeps the text of the last turns for tracebacks."""
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    _State.turns.append(name)
    if len(_State.turns) > _SOURCES_KEPT:
        linecache.cache.pop(_State.turns.popleft(), None)


def _fresh_main():
    main = types.ModuleType(_MAIN)
    main.__builtins__ = builtins
    return main


def _run_turn(name, code):
    if _State.main is None:
        _State.main = _fresh_main()
    _MODULES[_MAIN] = _State.main
    flags = _AWAIT | _State.futures
    tree = compile(code, name, "exec", ast.PyCF_ONLY_AST | flags, dont_inherit=True)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    _evaluate(compile(tree, name, "exec", flags, dont_inherit=True))
    if last is not None:
        value = _evaluate(compile(last, name, "eval", flags | _State.futures, dont_inherit=True))
        if value is not None:
            builtins._ = value
            _emit(bundle(value), b"V")


def _evaluate(code):
    _State.futures |= code.co_flags & _FUTURES
    result = eval(code, _State.main.__dict__)
    return _AWAITING.run(result) if code.co_flags & _COROUTINE else result


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


class AwaitingRunner:
    """Runs the coroutines of a context's turns on one loop, so that their tasks live on between."""

    def __init__(self):
        self._loop = None

    def run(self, coroutine):
        import asyncio

        if self._loop is None or self._loop.is_closed():
            self._loop = _new_loop()
        asyncio.set_event_loop(self._loop)
        task = self._loop.create_task(coroutine)
        try:
            return self._loop.run_until_complete(task)
        except BaseException:
            self._abandon(task)
            raise

    def _abandon(self, task):
        if not task.done():
            task.cancel()
            try:
                self._loop.run_until_complete(task)
            except BaseException:
                pass


def _install():
    os.environ["MPLBACKEND"] = f"module://{Figures.BACKEND}"
    install_display(_emit)
    install_streams()


_AWAITING = AwaitingRunner()
_FIGURES = Figures(_emit)
