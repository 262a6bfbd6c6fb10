"""The cache of one machine: files that all its processes share, so that nothing has to be installed."""

import os
import random
from contextlib import contextmanager

from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks

SWEEP_EVERY = 500  # a look through all files takes longer than anything else that is done with them


class MachineCache(FileBasedCache):
    """Django's cache of files, of which ``incr`` loses no count when several processes count the same thing.

    What has expired, and what is too much, is removed with one of :data:`SWEEP_EVERY` writes and not with each.
    """

    def incr(self, key, delta=1, version=None):
        with self.locked():
            return super().incr(key, delta, version)

    def add(self, key, *args, **kwargs):
        with self.locked():
            return super().add(key, *args, **kwargs)

    @contextmanager
    def locked(self):
        self._createdir()
        with open(os.path.join(self._dir, "lock"), "wb") as file:
            locks.lock(file, locks.LOCK_EX)  # closing the file lets go
            yield

    def _cull(self):
        if random.randrange(SWEEP_EVERY) == 0:  # noqa: S311
            self.sweep()

    def sweep(self):
        """Remove what has expired; then, if too much is left, some of it (``MAX_ENTRIES``)."""
        for name in self._list_cache_files():
            try:
                with open(name, "rb") as file:
                    self._is_expired(file)
            except FileNotFoundError:
                pass
        super()._cull()
