"""Whether what the public may see has changed since somebody last asked, known without a query.

Every transaction that writes to one of ``settings.PUBLIC_TABLES`` also writes a :class:`PublicChange` (outside of
transactions, the statement after the write does). Which of these there are, and whose time has begun or ended since, is
the :class:`State` of the public site: as long as it is the same, every public answer is the same. The cache holds it,
so that the database is asked once after each change (and once a minute, lest a process that dies between its commit and
its word to the cache leave an old state behind).

What only drafts write is put into :func:`unseen`.
"""

import logging
import re
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from django.apps import apps
from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

EPOCH = "freshness-told"
KEPT = 60  # seconds
NEWEST = 50  # changes that are told apart; more than are ever under way at once, for they may end in any order
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
WRITES = re.compile(
    r"\s*(?:INSERT (?:OR \w+ )?INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM|TRUNCATE(?: TABLE)?)"
    r'(?: ONLY)?\s+(?:"?\w+"?\.)?"?(\w+)',
    re.IGNORECASE,
)

# Functions that are given a moment and give two: the last one up to it at which something began or ended to be public
# by the clock, and the next one after it; ``None`` where there is none. They may query the database.
clocks = []


@dataclass(frozen=True)
class State:
    """What the public may see: ``token`` names it and no other. It began at ``since``; ``until``: the clock ends it.

    ``known_at``: by the clock of whoever asked the database; ``epoch``: the cache's key of it.
    """

    token: str
    since: datetime
    until: datetime | None = None
    known_at: datetime | None = None
    epoch: str = ""

    def holds_at(self, now):
        """Whether it is still so by the clock; those of several machines may differ a little."""
        return self.known_at <= now and (self.until is None or now < self.until)


@dataclass
class Noted:
    """A change that is not committed yet; ``state`` is what the transaction itself sees. Told to others once it is."""

    state: State

    def __call__(self):
        tell()


def unnamed():
    """Give a state that nobody else has seen."""
    return State(uuid.uuid4().hex, timezone.now())


def state():
    """Give the :class:`State` of the public site as this connection sees it; from the cache if it is there.

    To be asked before the transaction in which rows are read, which may see an older site.
    """
    if noted := pending():
        return noted.state
    now = timezone.now()
    epoch, told = read(EPOCH) or begin()
    known = read(epoch)
    if known and known.holds_at(now):
        return known
    found = load(now)
    found = replace(found, since=max(found.since, told), known_at=now, epoch=epoch)
    store(epoch, found, KEPT)
    return found


def is_current(known):
    """Whether nothing has been told of since the state ``known``, or noted in this transaction."""
    if noted := pending():
        return noted.state == known
    epoch, _ = read(EPOCH) or ("", None)
    return epoch in ("", known.epoch)


def begin():
    """Give a new epoch, of which nothing is known yet: ``(name, when it was told)``."""
    first = (f"freshness-{uuid.uuid4().hex}", BEGINNING)
    store(EPOCH, first, None)
    return first


def tell():
    """Let every process ask the database anew. No two epochs begin in one second, so that dates tell them apart."""
    _, before = read(EPOCH) or ("", BEGINNING)
    told = max(timezone.now(), before + timedelta(seconds=1))
    store(EPOCH, (f"freshness-{uuid.uuid4().hex}", told), None)


def read(key):
    try:
        return shared_cache.get(key)
    except Exception:
        logger.exception("缓存不可用，改为查询数据库。")
        return None


def store(key, value, seconds):
    try:
        shared_cache.set(key, value, timeout=seconds)
    except Exception:
        logger.exception("缓存不可用，其他进程要过一会儿才知道内容有变动。")


def load(now):
    """Ask the database for the state (two queries)."""
    from .models import PublicChange

    newest = list(PublicChange.objects.order_by("-pk").values_list("pk", "at")[:NEWEST])
    told = [clock(now) for clock in clocks]
    began = [last for last, _ in told if last]
    since = max([BEGINNING, *(at for _, at in newest), *began])
    until = min((coming for _, coming in told if coming), default=None)
    named = repr((newest, began))  # with the times: a database that was set back to a copy gives its keys again
    return State(uuid.uuid5(uuid.NAMESPACE_OID, named).hex, since, until)


def pending():
    """Give the :class:`Noted` of the transaction that is open, if it has changed anything; a rollback forgets it."""
    return next((hook for _, hook, *_ in connection.run_on_commit if isinstance(hook, Noted)), None)


@contextmanager
def unseen():
    """Within the block nothing is written that the public will see: drafts, and what is rolled back."""
    connection.unseen = getattr(connection, "unseen", 0) + 1
    try:
        yield
    finally:
        connection.unseen -= 1


def notice(execute, sql, params, many, context):
    """Note each write to a public table (one of the connection's ``execute_wrappers``)."""
    result = execute(sql, params, many, context)
    written = WRITES.match(sql)
    if written and not getattr(connection, "unseen", 0) and written[1] in public_tables():
        note()
    return result


def note():
    """Write down that this transaction changes what the public may see."""
    from .models import PublicChange

    noted = pending()
    if noted:
        noted.state = unnamed()
    else:
        PublicChange.objects.create()
        transaction.on_commit(Noted(unnamed()))


@cache
def public_tables():
    """Give the names of the tables that public answers are made of."""
    return {model._meta.db_table for label in settings.PUBLIC_TABLES for model in models_of(label)}


def models_of(label):
    """Give the models of an app (``"chains"``), or the one that is named (``"search.entry"``)."""
    if "." in label:
        return [apps.get_model(label)]
    return apps.get_app_config(label).get_models(include_auto_created=True)


# While tables are migrated, the one of the changes may not be there; afterwards anything may have changed.


def before_migrations(**kwargs):
    connection.unseen = 1


def after_migrations(**kwargs):
    from .models import PublicChange

    connection.unseen = 0
    if PublicChange._meta.db_table in connection.introspection.table_names():
        note()


def watch(connection, **kwargs):
    """Let a new connection notice its writes."""
    if connection.alias == DEFAULT_DB_ALIAS and notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(notice)
