"""asyncio where there are no sockets and no threads: a loop that sleeps until its next timer."""

import asyncio
import asyncio.base_events
import asyncio.unix_events
import time

_LONG = 3600.0


class _Sleeper:
    """Stands where a loop expects its selector. Nothing but a timer can make it ready."""

    def select(self, timeout=None):
        if timeout is None:
            timeout = _LONG
        if timeout > 0:
            time.sleep(timeout)
        return ()


class SleepingEventLoop(asyncio.base_events.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector = _Sleeper()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass

    def run_in_executor(self, executor, func, *args):
        """Runs it at once: there are no threads, and most callers only want the result."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as failure:
            future.set_exception(failure)
        return future


asyncio.SelectorEventLoop = asyncio.EventLoop = SleepingEventLoop
asyncio.unix_events.SelectorEventLoop = SleepingEventLoop
asyncio.unix_events._UnixDefaultEventLoopPolicy._loop_factory = SleepingEventLoop
