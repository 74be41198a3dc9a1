"""Runs turns of a context. Whoever hosts the interpreter adds to what ending.py
needs _new_loop(), which makes an event loop."""

import ast
import builtins
import collections
import linecache
import signal
import traceback
import types

_SOURCES_KEPT = 256
_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_COROUTINE = 0x80  # inspect.CO_COROUTINE
_FUTURES = 0
for _name in __import__("__future__").all_feature_names:
    _FUTURES |= getattr(__import__("__future__"), _name).compiler_flag
_OURS.add((lambda: 0).__code__.co_filename)
_State.futures = 0
_State.turns = collections.deque()


# ---- what the service is told ----


def _emit(contents, kind=b"R"):
    flush()
    try:
        _tell(encode(kind, [text for pair in contents.items() for text in pair]))
    except OSError:
        print("more was to be shown than the output limit allows", file=sys.stderr)


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
    os.environ["MPLBACKEND"] = f"module://{_BACKEND}"
    install_display(_emit)
    install_streams()


_AWAITING = AwaitingRunner()
_FIGURES = Figures(_emit)
