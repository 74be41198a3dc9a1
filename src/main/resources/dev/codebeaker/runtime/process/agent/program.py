"""Holds an interpreter ready inside a jail: reads jobs from descriptor 3, answers on descriptor 4.
One program that ends the process, or any number of turns of one context. It starts anew for each
program: what most programs do not need is in turns.py and loaded by those that do. Arguments are
names of modules to be loaded, and turns.py with them, before it says that it is ready."""

import _signal
import atexit
import gc
from posix import close as _close
from posix import dup2 as _dup2
from posix import read as _read

_REQUESTS, _ANSWERS = 3, 4
_MOST_FRAME = 8 * 1024 * 1024
_OUT_OF_THE_WAY = (100, 10)
_ONE_AT_A_TIME = __import__("_thread").allocate_lock()
_TURNS = os.path.dirname(__file__) + "/turns.py"
_TURNS_LOCK = __import__("_thread").allocate_lock()
_FILE_LOADER = type(__loader__)


# ---- the service's pipes ----


def _moved(descriptor):
    """To a number that programs do not come across, and that their children do not get."""
    for first in _OUT_OF_THE_WAY:
        try:
            moved = _dup2(descriptor, first + descriptor, inheritable=False)
        except OSError:
            continue  # beyond the limit of open files
        _close(descriptor)
        return moved
    os.set_inheritable(descriptor, False)
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


# ---- what programs seldom need ----


def _load_turns():
    """Once."""
    with _TURNS_LOCK:
        if not _State.complete:
            exec(_FILE_LOADER("turns", _TURNS).get_code("turns"), globals())
            _State.complete = True


class _FiguresToCome:
    """Stands for the figures of matplotlib while there can not be any."""

    def show(self):
        if "matplotlib._pylab_helpers" in _MODULES:
            _load_turns()
            _FIGURES.show()

    def close(self):
        """They end with the program."""


def _display(*values):
    """Shows values the way their classes can be shown: as tables, figures, formulas, text."""
    _load_turns()
    for value in values:
        _emit(bundle(value))


def _of_backend(name):
    if name.startswith("__"):
        raise AttributeError(name)
    _load_turns()
    return getattr(_MODULES[_BACKEND], name)


def _offer():
    """What programs find and the bare interpreter does not have."""
    os.environ["MPLBACKEND"] = f"module://{_BACKEND}"
    builtins.display = _display
    backend = _MODULES[_BACKEND] = type(sys)(_BACKEND)
    backend.__getattr__ = _of_backend


# ---- the two lives ----


def _settings(fields):
    args, env = _counted(fields), _counted(fields, 2)
    return args, dict(zip(env[::2], env[1::2]))


def _as_script(path):
    """The module a program is, as the interpreter makes it when it is given a file."""
    main = _MODULES[_MAIN] = _fresh_main()
    main.__file__ = path
    main.__cached__ = None
    main.__loader__ = _FILE_LOADER(_MAIN, path)
    return main


def _deliver_at_once():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, write_through=True)


def _run_program(path, code):
    exec(compile(code, path, "exec", dont_inherit=True), _as_script(path).__dict__)


def _die_of_interrupt():
    flush()
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    os.kill(os.getpid(), _signal.SIGINT)


def _live_as_program(fields):
    path, directory = _taken(fields, 2)
    args, env = _settings(fields)
    os.chdir(directory)
    sys.path[0:0] = [os.path.dirname(path)]
    _close(_REQUESTS)
    sys.argv = [path, *args]
    os.environ.update(env)
    _offer()
    _deliver_at_once()
    _signal.signal(_signal.SIGINT, _signal.default_int_handler)
    with open(path, "rb") as file:
        code = file.read()
    how, status = _guarded(_run_program, path, code)
    if how == "i":
        atexit.register(_die_of_interrupt)
    flush()
    _ended(how, status)
    sys.exit(status)


def _load_ahead(names):
    _load_turns()
    for name in names:
        try:
            __import__(name)
        except ImportError:
            pass  # it only was to save time


def _live():
    _signal.signal(_signal.SIGINT, _interrupt)
    if sys.argv[1:]:
        _load_ahead(sys.argv[1:])
    if hasattr(gc, "freeze"):  # PyPy has none
        gc.freeze()  # what is here already is not looked at again, not even when the process ends
    _tell(encode(b"A", (sys.version.split()[0],)))
    kind, fields = _request()
    if kind == b"P":
        _live_as_program(fields)
    else:
        _load_turns()
        _live_as_context(kind, fields)


_State.complete = False
_FIGURES = _FiguresToCome()
_REQUESTS, _ANSWERS = _moved(_REQUESTS), _moved(_ANSWERS)
_live()
