"""The standard streams of each execution: input without what an earlier one left unread, output
that is delivered line by line and in the order it was written."""

import io
import sys

_SMALL_BUFFER = 8192  # the default of 128 KiB would be private memory of each context
_INPUT = [None]


class _Input(io.FileIO):
    """Standard input that knows whether anybody has read from it."""

    used = False

    def readinto(self, buffer):
        self.used = True
        return super().readinto(buffer)

    def readall(self):
        self.used = True
        return super().readall()

    def read(self, size=-1):
        self.used = True
        return super().read(size)


def _reader():
    raw = _INPUT[0] = _Input(0, "r", closefd=False)
    raw.name = "<stdin>"
    return io.TextIOWrapper(
        io.BufferedReader(raw, _SMALL_BUFFER), encoding="utf-8", errors="surrogateescape"
    )


def _writer(fd, name, errors):
    raw = io.FileIO(fd, "w", closefd=False)
    raw.name = name
    return io.TextIOWrapper(
        io.BufferedWriter(raw, _SMALL_BUFFER),
        encoding="utf-8",
        errors=errors,
        line_buffering=True,
        write_through=True,
    )


def _is_open(stream):
    try:
        return not stream.closed
    except Exception:
        return False  # replaced, or taken apart


_OUTPUTS = ((1, "stdout", "surrogateescape"), (2, "stderr", "backslashreplace"))


def open_streams():
    """Fresh input where an earlier turn has read: what it left unread is not for this one. Most
    never read, and opening a stream is the dearest thing done here."""
    stream = sys.__stdin__
    if _INPUT[0].used or not _is_open(stream):
        stream = sys.__stdin__ = _reader()
    sys.stdin = stream
    for fd, name, errors in _OUTPUTS:
        stream = getattr(sys, f"__{name}__")
        if not _is_open(stream):
            stream = _writer(fd, f"<{name}>", errors)
            setattr(sys, f"__{name}__", stream)
        setattr(sys, name, stream)


def install_streams():
    sys.__stdin__ = _reader()
    for fd, name, errors in _OUTPUTS:
        setattr(sys, f"__{name}__", _writer(fd, f"<{name}>", errors))
