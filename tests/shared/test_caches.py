"""The cache of one machine, which its processes share."""

import multiprocessing
import time

from portal.shared.caches import MachineCache

COUNTERS, TIMES = 4, 100


def count(place):
    cache = MachineCache(place, {})
    for _ in range(TIMES):
        if not cache.add("visits", 1, timeout=60):
            cache.incr("visits")


def test_processes_that_count_the_same_thing_lose_no_count(tmp_path):
    context = multiprocessing.get_context("fork")
    counters = [context.Process(target=count, args=(tmp_path,)) for _ in range(COUNTERS)]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join(30)
    assert MachineCache(tmp_path, {}).get("visits") == COUNTERS * TIMES


def test_a_sweep_removes_what_has_expired_and_leaves_the_rest(tmp_path):
    cache = MachineCache(tmp_path, {})
    cache.set("short", 1, timeout=0.01)
    cache.set("long", 1, timeout=60)
    time.sleep(0.05)
    cache.sweep()
    assert cache.get("long") == 1
    assert len(list(tmp_path.glob("*.djcache"))) == 1


def test_now_and_then_a_write_sweeps(tmp_path, monkeypatch):
    cache = MachineCache(tmp_path, {})
    cache.set("short", 1, timeout=0.01)
    time.sleep(0.05)
    monkeypatch.setattr("portal.shared.caches.random.randrange", lambda many: 1)
    cache.set("long", 1, timeout=60)
    assert len(list(tmp_path.glob("*.djcache"))) == 2
    monkeypatch.setattr("portal.shared.caches.random.randrange", lambda many: 0)
    cache.set("long", 2, timeout=60)
    assert len(list(tmp_path.glob("*.djcache"))) == 1


def test_a_sweep_leaves_no_more_than_there_may_be(tmp_path, monkeypatch):
    monkeypatch.setattr("portal.shared.caches.random.randrange", lambda many: 1)  # no sweep but ours
    cache = MachineCache(tmp_path, {"max_entries": 20, "cull_frequency": 2})
    for number in range(30):
        cache.set(str(number), number)
    cache.sweep()
    assert len(list(tmp_path.glob("*.djcache"))) == 15
