"""Runs each execution inside the guest and tells the host, through a descriptor of its own, what
was shown and how it ended. It lives in a namespace that is in no module: code that breaks what it
stands on breaks its own context and nothing else."""

import atexit
import gc
import random
import tempfile

_CONTROL = 1000
_WORKSPACE = "/workspace"
_IMPORTERS = sys.path_importer_cache


class _Fork:
    fresh = False  # whether this is a fork that has not run anything yet
    reseeders = ()


def _tell(frame):
    _write(_CONTROL, frame)


def _new_loop():
    return SleepingEventLoop()


def _prepare(name, code, args, env):
    signal.signal(signal.SIGINT, _interrupt)
    _begin(name, args, env)
    _remember(name, code)
    _IMPORTERS.pop(_WORKSPACE, None)  # the client may have written files since
    if _Fork.fresh:
        _Fork.fresh = False
        for reseed in _Fork.reseeders:
            reseed()


def _run_program(name, code):
    main = _MODULES[_MAIN] = _fresh_main()
    main.__file__ = f"{_WORKSPACE}/{name}"
    exec(compile(code, name, "exec", dont_inherit=True), main.__dict__)


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
    _Fork.reseeders = (random.seed,) if numpy_random is None else (random.seed, numpy_random.seed)
    tempfile._name_sequence = tempfile.tempdir = None
    linecache.clearcache()
    _State.turns.clear()
    _forget_exit_handlers()
    _IMPORTERS.pop(_WORKSPACE, None)
    _Fork.fresh = True
    gc.collect()
    gc.freeze()
    return "x", 0


_MODES = {"program": _program, "turn": _turn, "warm": _warm_up, "seal": _seal}


def _drive(request, ignored):
    """Called for every execution, in the place of the interpreter's own read-eval-print."""
    mode, name, arguments, variables, rest = request.split("\0", 4)
    arguments, variables = int(arguments), int(variables)
    parts = rest.split("\0", arguments + 2 * variables)
    code = parts.pop()
    env = dict(zip(parts[arguments::2], parts[arguments + 1 :: 2]))
    _prepare(name, code, parts[:arguments], env)
    how, status = _MODES[mode](name, code)
    flush()
    _renew_reserve()
    _ended(how, status)


_install()
os.chdir(_WORKSPACE)
sys.path.insert(0, _WORKSPACE)
__import__("_reactor")._run_turn = _drive
