"""What one request has read, so that it reads it once, whoever asks: templates, feeds, links.

Nothing is remembered between requests, nor outside of them: other processes may have saved since.
"""

from contextvars import ContextVar

_read = ContextVar("read", default=None)


def begin(**kwargs):
    """Remember from now on (receiver of ``request_started``)."""
    _read.set({})


def end(**kwargs):
    """Remember no longer (receiver of ``request_finished``)."""
    _read.set(None)


def forget():
    """Read again when asked next, as after a change."""
    if _read.get() is not None:
        begin()


def once(key, read):
    """Give ``read()``; within one request it is called once for each ``key``."""
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]
