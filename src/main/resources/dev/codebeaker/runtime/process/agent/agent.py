"""Holds an interpreter ready inside a jail: reads jobs from descriptor 3, answers on descriptor 4.
One program that ends the process, or any number of turns of one context."""

import atexit
import fcntl
import gc
from importlib.machinery import SourceFileLoader
from posix import close as _close
from posix import read as _read

_REQUESTS, _ANSWERS = 3, 4
_MOST_FRAME = 8 * 1024 * 1024
_OUT_OF_THE_WAY = (100, 10, 3)
_ONE_AT_A_TIME = __import__("_thread").allocate_lock()


# ---- the service's pipes ----


def _moved(descriptor):
    """To a number that programs do not come across, and that their children do not get."""
    for least in _OUT_OF_THE_WAY:
        try:
            moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, least)
        except OSError:
            continue  # beyond the limit of open files
        _close(descriptor)
        return moved
    return descriptor


def _tell(frame):
    """Whole frames only: neither another thread nor an interrupt gets in between."""
    if len(frame) > _MOST_FRAME:
        raise OSError("too large")
    data = memoryview(len(frame).to_bytes(4, "big") + frame)
    interruptible, _State.interruptible = _State.interruptible, False
    with _ONE_AT_A_TIME:
        while data:
            data = data[_write(_ANSWERS, data) :]
    _State.interruptible = interruptible
    if interruptible and _State.missed:
        _State.missed = False
        raise KeyboardInterrupt


def _exactly(count):
    data = b""
    while len(data) < count:
        piece = _read(_REQUESTS, count - len(data))
        if not piece:
            os._exit(0)  # nobody is left to work for
        data = data + piece if data else piece
    return data


def _request():
    frame = _exactly(int.from_bytes(_exactly(4), "big"))
    fields, at = [], 1
    while at < len(frame):
        end = at + 4 + int.from_bytes(frame[at : at + 4], "big")
        fields.append(frame[at + 4 : end].decode("utf-8", "surrogateescape"))
        at = end
    return frame[:1], fields


def _taken(fields, count):
    taken = fields[:count]
    del fields[:count]
    return taken


def _counted(fields, width=1):
    return _taken(fields, width * int(_taken(fields, 1)[0]))


# ---- the two lives ----


def _new_loop():
    import asyncio

    return asyncio.new_event_loop()


def _settings(fields):
    args, env = _counted(fields), _counted(fields, 2)
    return args, dict(zip(env[::2], env[1::2]))


def _as_script(path):
    """The module a program is, as the interpreter makes it when it is given a file."""
    main = _MODULES[_MAIN] = _fresh_main()
    main.__file__ = path
    main.__cached__ = None
    main.__loader__ = SourceFileLoader(_MAIN, path)
    return main


def _run_program(path, code):
    exec(compile(code, path, "exec", dont_inherit=True), _as_script(path).__dict__)


def _die_of_interrupt():
    flush()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)


def _live_as_program(fields):
    path, directory = _taken(fields, 2)
    args, env = _settings(fields)
    os.chdir(directory)
    sys.path[0:0] = [os.path.dirname(path)]
    _close(_REQUESTS)
    _begin(path, args, env)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with open(path, "rb") as file:
        code = file.read()
    how, status = _guarded(_run_program, path, code)
    if how == "i":
        atexit.register(_die_of_interrupt)
    flush()
    _ended(how, status)
    sys.exit(status)


def _turn(fields):
    name = _taken(fields, 1)[0]
    args, env = _settings(fields)
    code = fields[0]
    signal.signal(signal.SIGINT, _interrupt)
    _begin(name, args, env)
    _remember(name, code)
    sys.path_importer_cache.pop(_State.directory, None)  # files may have been written since
    how, status = _guarded(_run_turn, name, code)
    flush()
    _renew_reserve()
    _ended(how, status)


def _live_as_context(kind, fields):
    _State.directory = os.getcwd()
    sys.path.insert(0, _State.directory)
    while kind == b"T":
        _turn(fields)
        kind, fields = _request()


def _live():
    signal.signal(signal.SIGINT, _interrupt)
    for name in sys.argv[1:]:
        try:
            __import__(name)
        except ImportError:
            pass  # it only was to save time
    _install()
    gc.freeze()  # what is here already is not looked at again, not even when the process ends
    _tell(encode(b"A", (sys.version.split()[0],)))
    kind, fields = _request()
    if kind == b"P":
        _live_as_program(fields)
    else:
        _live_as_context(kind, fields)


_REQUESTS, _ANSWERS = _moved(_REQUESTS), _moved(_ANSWERS)
_live()
