"""What a process can be asked to do: each function is a task and gives its answer as JSON can hold it."""

import os
import signal
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.test import Client
from django.utils import timezone

from portal.editions import snapshots, workflow
from portal.editions.models import AuditEntry, Edition, Publishable
from portal.editions.signals import public_changed
from portal.editions.workflow import Refused
from tests.editions import shelves
from tests.editions.models import Book, Chapter, Note

from .scene import actor, build

__all__ = ["build"]


def book():
    return Book.objects.order_by("pk").first()


def newest():
    return Edition.objects.of(book()).latest("number")


# Looking


@contextmanager
def one_moment():
    """Within the block, all queries read the database as it is at the first of them."""
    begin = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
    with connection.cursor() as cursor:
        cursor.execute(begin[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def look():
    """Give everything about the book that must fit together; clocks are left out."""
    with one_moment():
        record = book()
        return {
            "tables": tables(),
            "is_public": record.is_in_force,
            "live": record.live.number,
            "head": record.head.number,
            "live_is_what_tables_say": snapshots.take(record) == record.live.snapshot,
            "editions": [facts(edition) for edition in Edition.objects.of(record).order_by("number")],
            "trail": [
                [entry.action, entry.edition.number]
                for entry in AuditEntry.objects.of(record).select_related("edition").order_by("pk")
            ],
        }


def tables():
    """Give what the public tables say, read without the help of snapshots."""
    others = {"counted_at", *(field.name for field in Publishable._meta.fields)}
    names = [field.name for field in Book._meta.concrete_fields if field.name not in others]
    return {
        "books": list(Book.objects.order_by("pk").values(*names)),
        "chapters": list(Chapter.objects.order_by("pk").values()),
        "notes": list(Note.objects.order_by("pk").values()),
        "labels": list(Book.labels.through.objects.order_by("book", "label").values("book", "label")),
        "labels_of_notes": list(Note.labels.through.objects.order_by("note", "label").values("note", "label")),
    }


def facts(edition):
    return {
        "number": edition.number,
        "title": edition.title,
        "state": edition.state,
        "was_published": edition.published_at is not None,
        "is_whole": snapshots.fingerprint(edition.snapshot) == edition.fingerprint,
        "signatures": edition.valid_signatures().count(),
    }


# Steps of the workflow


def attempt(step, *args, **kwargs):
    """Give "" where the step was done, or the sentence that refused it."""
    try:
        step(*args, **kwargs)
    except Refused as refused:
        return refused.sentence
    return ""


def save(person, **values):
    """Save the newest edition anew with other values of its fields; give the number of the new edition."""
    record = book()
    snapshot = record.head.snapshot
    fields = snapshot["fields"] | values
    record.title = fields["title"]
    edition = workflow.save(record, {**snapshot, "fields": fields}, actor(person))
    return edition and edition.number


def turn_back():
    """Save the first content again after the second, and the second after the first."""
    record = book()
    content = Edition.objects.of(record).get(number=2 if newest().number % 2 else 1)
    record.title = content.title
    workflow.save(record, content.snapshot, actor("editor0"))


def send_to_last_stage():
    workflow.submit(newest(), actor("editor0"), secrecy_checked=True)
    for person in ("first0", "second0"):
        workflow.sign(newest(), actor(person), fingerprint=newest().fingerprint)


def sign(person):
    edition = newest()
    return attempt(workflow.sign, edition, actor(person), fingerprint=edition.fingerprint)


def publish_alone(person):
    return attempt(workflow.publish_alone, newest(), actor(person), reason="测试")


def schedule():
    """Schedule the newest edition as an administrator would; then its time is come."""
    in_time = timezone.now() + timedelta(minutes=5)
    workflow.publish_alone(newest(), actor("admin0"), reason="测试", publish_at=in_time)
    Edition.objects.filter(pk=newest().pk).update(publish_at=timezone.now() - timedelta(seconds=1))


def publish_due():
    return workflow.publish_due()


def visit():
    """Be the first visitor of a process; give the page of the book."""
    response = Client().get(f"/books/{book().pk}/")
    assert response.status_code == 200
    return response.content.decode()


# A long book that is published again and again


def make_long(chapters):
    """Publish the book as 甲, with so many chapters that all say 甲."""

    def change(row):
        row.chapters.all().delete()
        row.chapters.bulk_create(Chapter(book=row, text="甲", ordering=number) for number in range(chapters))

    shelves.revise(book(), actor("editor0"), change, title="甲")
    publish_alone("admin0")


def turn(times):
    """Publish the book as 乙, 甲, 乙, …; give each title once it is public."""
    for number in range(times):
        title = "乙甲"[number % 2]
        record, snapshot = book(), newest().snapshot
        record.title = snapshot["fields"]["title"] = title
        for chapter in snapshot["parts"]["chapters"].values():
            chapter["text"] = title
        workflow.save(record, snapshot, actor("editor0"))
        publish_alone("admin0")
        yield title


def read(until):
    """Read the book again and again until edition ``until`` is public: give ``[title, texts, chapters]`` of each."""
    found, is_over, end = [], False, time.monotonic() + 50
    while not is_over and time.monotonic() < end:
        with one_moment():
            record = book()
            time.sleep(0.005)  # time enough for another process to publish
            texts = list(record.chapters.values_list("text", flat=True))
            is_over = record.live.number >= until
        found.append([record.title, sorted(set(texts)), len(texts)])
    return found


# Serving


def serve(pause=0):
    """Be a server of the site, of one process and one thread; give its port. Each query waits ``pause`` seconds."""

    def slowly(execute, *args):
        time.sleep(pause)
        return execute(*args)

    server = WSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    yield server.server_port
    with connection.execute_wrapper(slowly):
        server.serve_forever()


def heed_limit(**kwargs):
    """Keep a SQLite database from growing while a file beside it says that its disk is full."""
    if connection.vendor == "sqlite":
        is_full = Path(f"{connection.settings_dict['NAME']}.full").exists()
        with connection.cursor() as cursor:
            (pages,) = cursor.execute("PRAGMA page_count").fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages if is_full else 2**30}")


connection_created.connect(heed_limit)
request_started.connect(heed_limit)


# Dying


def die(**kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


class Fuse:
    """Kills the process at its statement number ``at`` (COMMIT is one): before the database gets it, or after."""

    def __init__(self, at, moment):
        self.at, self.moment, self.statements = at, moment, []

    def __call__(self, execute, sql, *args):
        self.statements.append(sql)
        is_end = len(self.statements) == self.at
        if is_end and self.moment == "before":
            die()
        result = execute(sql, *args)
        if is_end and self.moment == "after":
            die()
        return result


def burn(step, arguments, at=0, moment=""):
    """Do another task with a fuse; where that does not go off, give the statements of the task."""
    fuse = Fuse(at, moment)
    commit = connection._commit
    connection._commit = lambda: fuse(lambda *args: commit(), "COMMIT")
    if moment == "on commit":
        public_changed.connect(lambda **kwargs: transaction.on_commit(die), weak=False)
    with connection.execute_wrapper(fuse):
        globals()[step](**arguments)
    return fuse.statements


def recover(step, arguments, then):
    """Do after a crash what people would: the step again, and ``then`` other tasks. Give what there is after each."""
    found = look()
    globals()[step](**arguments)
    done = look()
    for task in then:
        globals()[task]()
    return {"found": found, "done": done, "then": look()}
