"""The cache of one machine, which several processes share, and Redis, which several machines share."""

import multiprocessing
import time

import pytest
from django.core.cache.backends.redis import RedisCache

from portal.shared.caches import MachineCache

COUNTERS, TIMES = 4, 100


@pytest.fixture(params=["files", "redis"])
def made(request, tmp_path):
    """How to make a cache of an empty place."""
    if request.param == "files":
        return MachineCache, str(tmp_path), {}
    return RedisCache, "redis://127.0.0.1:6379/9", {"KEY_PREFIX": str(tmp_path)}


def count(made, key):
    backend, place, options = made
    cache = backend(place, options)
    for _ in range(TIMES):
        if not cache.add(key, 1, timeout=60):
            cache.incr(key)


def test_processes_that_count_the_same_thing_lose_no_count(made):
    context = multiprocessing.get_context("fork")
    counters = [context.Process(target=count, args=(made, "visits")) for _ in range(COUNTERS)]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join(30)
    backend, place, options = made
    assert backend(place, options).get("visits") == COUNTERS * TIMES


def test_a_sweep_removes_what_has_expired_and_leaves_the_rest(tmp_path):
    cache = MachineCache(tmp_path, {})
    cache.set("short", 1, timeout=0.01)
    cache.set("long", 1, timeout=60)
    time.sleep(0.05)
    cache.sweep()
    assert cache.get("long") == 1
    assert len(list(tmp_path.glob("*.djcache"))) == 1


def test_a_sweep_leaves_no_more_than_there_may_be(tmp_path):
    cache = MachineCache(tmp_path, {"max_entries": 20, "cull_frequency": 2})
    for number in range(30):
        cache.set(str(number), number)
    cache.sweep()
    assert len(list(tmp_path.glob("*.djcache"))) == 15
