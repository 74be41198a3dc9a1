"""Runs each execution inside the guest and tells the host, through a descriptor of its own, what
was shown and how it ended. It lives in a namespace that is in no module: code that breaks what it
stands on breaks its own context and nothing else."""

import ast
import atexit
import builtins
import collections
import gc
import inspect
import linecache
import os
import random
import signal
import sys
import tempfile
import types
from posix import write as _write

_CONTROL = 1000
_HERE = "<codebeaker>"
_WORKSPACE = "/workspace"
_MAIN = "__main__"
_MODULES = sys.modules
_IMPORTERS = sys.path_importer_cache
_SOURCES_KEPT = 256
_RESERVE = 2 * 1024 * 1024  # an arena of the interpreter's allocator and some more
_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_FUTURES = 0
for _name in __import__("__future__").all_feature_names:
    _FUTURES |= getattr(__import__("__future__"), _name).compiler_flag


class _State:
    interruptible = False  # whether a SIGINT is for the code that runs, or comes too late
    forked = False  # whether this is a fork that has not run anything yet
    reseeders = ()
    main = None
    futures = 0
    turns = collections.deque()
    reserve = bytearray(_RESERVE)  # lets a traceback be printed when memory has run out


def _interrupt(number, frame):
    if _State.interruptible:
        raise KeyboardInterrupt


# ---- what the host is told ----


def _emit(contents, kind=b"R"):
    flush()
    try:
        _write(_CONTROL, encode(kind, contents))
    except OSError:
        print("more was to be shown than the output limit allows", file=sys.stderr)


def _ended(how, code):
    _write(_CONTROL, b"E%c%d" % (how, code))


# ---- how an execution ends ----


def _trim(failure, name):
    """Takes the frames of this driver off both ends of a traceback."""
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


def _report(failure, name):
    if isinstance(failure, MemoryError):
        _make_room(failure)
    try:
        _trim(failure, name)
        sys.excepthook(type(failure), failure, failure.__traceback__)
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


_FAILURES = ((MemoryError, b"m"), (RecursionError, b"r"), (KeyboardInterrupt, b"i"))


def _judge(failure, name):
    """What an exception that nobody caught means: how it ended, and the exit code."""
    if isinstance(failure, SystemExit):
        return b"x", _exit_code(failure)
    _report(failure, name)
    for kind, how in _FAILURES:
        if isinstance(failure, kind):
            return how, 130 if kind is KeyboardInterrupt else 1
    return b"e", 1


# ---- one execution ----


def _begin(name, code, args, env):
    signal.signal(signal.SIGINT, _interrupt)
    open_streams()
    sys.argv = [name, *args]
    os.environ.update(env)
    _IMPORTERS.pop(_WORKSPACE, None)  # the client may have written files since
    lines = code.splitlines(keepends=True)
    linecache.cache[name] = (len(code), None, lines, name)
    _State.turns.append(name)
    if len(_State.turns) > _SOURCES_KEPT:
        linecache.cache.pop(_State.turns.popleft(), None)
    if _State.forked:
        _State.forked = False
        for reseed in _State.reseeders:
            reseed()


def _fresh_main(name):
    main = types.ModuleType(_MAIN)
    main.__builtins__ = builtins
    main.__file__ = f"{_WORKSPACE}/{name}"
    return main


def _run_program(name, code):
    main = _MODULES[_MAIN] = _fresh_main(name)
    exec(compile(code, name, "exec", dont_inherit=True), main.__dict__)


def _run_turn(name, code):
    if _State.main is None:
        _State.main = _fresh_main(name)
        del _State.main.__file__
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
    return _AWAITING.run(result) if code.co_flags & inspect.CO_COROUTINE else result


def _show_figures(name):
    try:
        _FIGURES.show()
    except Exception as failure:
        _report(failure, name)


def _guarded(run, name, code):
    """Runs it so that an interrupt belongs to it or is dropped: it never hits this driver."""
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
        return b"x", 0
    except BaseException as failure:
        _State.interruptible = False
        return _judge(failure, name)


def _finish(name, code):
    atexit._run_exitfuncs()


def _program(name, code):
    how, status = _guarded(_run_program, name, code)
    _guarded(_finish, name, code)
    return how, status


def _turn(name, code):
    return _guarded(_run_turn, name, code)


# ---- the base ----


def _warm_up(name, code):
    how, status = _guarded(_run_program, name, code)
    _MODULES[_MAIN] = types.ModuleType(_MAIN)
    flush()
    return how, status


def _forget_exit_handlers():
    """What the base has imported has nothing to tidy up in a fork, but what loggers hold back."""
    atexit._clear()
    logging = _MODULES.get("logging")
    if logging is not None:
        atexit.register(logging.shutdown)


def _seal(name, code):
    """Last before the base is taken: what forks share from now on is not to be written to."""
    numpy_random = _MODULES.get("numpy.random")
    _State.reseeders = (random.seed,) if numpy_random is None else (random.seed, numpy_random.seed)
    tempfile._name_sequence = tempfile.tempdir = None
    linecache.clearcache()
    _State.turns.clear()
    _forget_exit_handlers()
    _IMPORTERS.pop(_WORKSPACE, None)
    _State.forked = True
    gc.collect()
    gc.freeze()
    return b"x", 0


_MODES = {"program": _program, "turn": _turn, "warm": _warm_up, "seal": _seal}


def _drive(request, ignored):
    """Called for every execution, in the place of the interpreter's own read-eval-print."""
    mode, name, arguments, variables, rest = request.split("\0", 4)
    arguments, variables = int(arguments), int(variables)
    parts = rest.split("\0", arguments + 2 * variables)
    code = parts.pop()
    env = dict(zip(parts[arguments::2], parts[arguments + 1 :: 2]))
    _begin(name, code, parts[:arguments], env)
    how, status = _MODES[mode](name, code)
    flush()
    if _State.reserve is None:
        try:
            _State.reserve = bytearray(_RESERVE)
        except MemoryError:
            pass
    _ended(how, status)


def _install():
    os.chdir(_WORKSPACE)
    sys.path.insert(0, _WORKSPACE)
    os.environ["MPLBACKEND"] = f"module://{Figures.BACKEND}"
    install_display(_emit)
    install_streams()
    __import__("_reactor")._run_turn = _drive


_AWAITING = AwaitingRunner()
_FIGURES = Figures(_emit)
_install()
