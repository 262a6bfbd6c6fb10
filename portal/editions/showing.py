"""Which edition a preview shows while its page is being made, for code that writes addresses into the page."""

from contextlib import contextmanager
from contextvars import ContextVar

_shown = ContextVar("shown", default=None)


@contextmanager
def showing(edition):
    """Within the block, the page that is made is the preview of ``edition``."""
    token = _shown.set(edition)
    try:
        yield
    finally:
        _shown.reset(token)


def shown():
    """Give the edition that is being shown, or ``None`` outside a preview."""
    return _shown.get()
