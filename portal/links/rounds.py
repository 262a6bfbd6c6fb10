"""A round over the external links: several sites at once, each site one address after the other, and with a pause.

Threads only ask; this process's main thread alone writes, in batches, so that what is interrupted loses little and
goes on next time with the addresses that were checked longest ago.
"""

import logging
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Count, F, Min, Q

from . import answers
from .answers import Answer, Outcome
from .index import lock
from .models import Link
from .visiting import agent, visit

logger = logging.getLogger(__name__)

BATCH = 50
WRITE_EVERY = 5  # seconds


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a round is gone: seconds for an address, sites at once, seconds between two of one site, seconds in all."""

    timeout: float = 10
    at_once: int = 8
    pause: float = 1
    seconds: float = 1800


def due(before):
    """Give the external addresses that were not checked since ``before``, those first that wait longest."""
    targets = Link.objects.external().exclude(target="").order_by().values("target")
    known = targets.annotate(oldest=Min("checked_at"), new=Count("pk", filter=Q(checked_at=None)))
    waiting = known.filter(Q(new__gt=0) | Q(oldest__lt=before))
    return list(waiting.order_by(F("oldest").asc(nulls_first=True), "target").values_list("target", flat=True))


def by_site(targets):
    """Give lists of the addresses of each site, in the order in which the sites come up."""
    sites = {}
    for target in targets:
        sites.setdefault(urlsplit(target).hostname, []).append(target)
    return list(sites.values())


def run(targets, plan, told=lambda count: None):
    """Ask for each of ``targets`` until all are asked or the time is up; give how many were. ``told`` gets steps."""
    stop, results = threading.Event(), queue.SimpleQueue()
    name = agent()
    with ThreadPoolExecutor(plan.at_once, "links") as pool:
        try:
            for site in by_site(targets):
                pool.submit(go_through, site, plan, name, stop, results)
            count = collect(results, len(targets), plan.seconds, told)
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)
            rest = drained(results)
            write(rest)
    return count + len(rest)


def go_through(site, plan, name, stop, results):
    """Ask for the addresses of one site in turn."""
    for number, target in enumerate(site):
        if stop.wait(plan.pause if number else 0):
            return
        results.put((target, answer_of(target, plan, name)))


def answer_of(target, plan, name):
    """Give the answer of a site; a fault of ours is no reason to leave the others unasked."""
    try:
        return visit(target, plan.timeout, name)
    except Exception:
        logger.exception("检查链接%s时出错。", target)
        return Answer(Outcome.FAILED, "检查时出错，原因见服务器日志。")


def collect(results, wanted, seconds, told):
    """Write what comes in, at least each few seconds, until there is all of it or the time is up."""
    end, count = time.monotonic() + seconds, 0
    while count < wanted and time.monotonic() < end:
        batch = batch_of(results, min(end, time.monotonic() + WRITE_EVERY), wanted - count)
        write(batch)
        count += len(batch)
        told(len(batch))
    return count


def batch_of(results, end, most):
    batch = {}
    while len(batch) < min(BATCH, most) and (left := end - time.monotonic()) > 0:
        try:
            target, answer = results.get(timeout=left)
        except queue.Empty:
            break
        batch[target] = answer
    return batch


def drained(results):
    """Give what came in after the last look."""
    batch = {}
    while not results.empty():
        target, answer = results.get()
        batch[target] = answer
    return batch


@transaction.atomic
def write(batch):
    if batch:
        lock()
        answers.write(Link.objects.external(), batch)
