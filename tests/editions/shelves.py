"""Rows and people for the tests of editions. ``make_*`` saves one row; keyword arguments replace any default."""

import json
from contextlib import contextmanager
from itertools import count

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.editions import snapshots, workflow
from portal.editions.people import Actor
from portal.editions.snapshots import Unreadable

from .models import Book, Chapter, Cover, Label, Loan, Note, Shelf

_numbers = count(1)

ADDRESS = "192.0.2.7"


def make_shelf(name=None):
    return Shelf.objects.create(name=name or f"书架{next(_numbers)}")


def make_label(name=None):
    return Label.objects.create(name=name or f"标签{next(_numbers)}")


def make_cover(name=None):
    return Cover.objects.create(name=name or f"封面{next(_numbers)}", image=f"covers/{next(_numbers)}.png")


def make_book(title=None, *, labels=(), **kwargs):
    """A book that was never published, without an edition."""
    book = Book.objects.create(title=title or f"书{next(_numbers)}", **kwargs)
    book.labels.set(labels)
    return book


def make_chapter(book, text=None, **kwargs):
    number = next(_numbers)
    return Chapter.objects.create(book=book, **{"text": text or f"第{number}章", "ordering": number * 10} | kwargs)


def make_note(book, mark=None, **kwargs):
    shelf = kwargs.pop("shelf", None) or make_shelf()
    return Note.objects.create(book=book, shelf=shelf, **{"mark": mark or f"m{next(_numbers)}", "text": "注"} | kwargs)


def make_person(*groups, **kwargs):
    """Somebody who may enter the admin, as a member of ``groups`` (编辑, 初审, …)."""
    user = User.objects.create_user(f"person{next(_numbers)}", is_staff=True, **{"password": "test"} | kwargs)
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    return user


def make_actor(*groups, **kwargs):
    """The same person as the workflow knows them."""
    return Actor(make_person(*groups, **kwargs), ADDRESS)


def superuser(**kwargs):
    return make_actor(is_superuser=True, **kwargs)


def publish(book, by=None):
    """Publish what the tables say of ``book``; give the edition."""
    edition = workflow.adopt(book)
    workflow.publish_alone(edition, by or superuser(), reason="测试")
    book.refresh_from_db()
    return book.live


def revise(book, actor, change=None, **fields):
    """Save a new edition of ``book`` in which ``fields`` and what ``change(book)`` does are different; give it."""
    book = type(book)._base_manager.get(pk=book.pk)
    draft = book.head.snapshot if book.head else None
    with snapshots.rehearsal(book, draft):
        row = type(book)._base_manager.get(pk=book.pk)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        if change:
            change(row)
        snapshot = snapshots.take(row)
    return workflow.save(row, snapshot, actor)


def make_loan(book, reader=None):
    return Loan.objects.create(book=book, reader=reader or f"读者{next(_numbers)}")


def stored(snapshot):
    """Give ``snapshot`` as it comes back from the column of an edition."""
    return json.loads(json.dumps(snapshot))


def taken(record):
    """Give the snapshot of ``record`` as an edition would hold it; it may be changed at will."""
    return stored(snapshots.take(record))


def part(snapshot, accessor, row):
    """Give the values of a part within ``snapshot``, to be looked at or changed."""
    return snapshot["parts"][accessor][str(row.pk)]


def refusal_of(record, snapshot, **options):
    """Give the sentence with which ``snapshot`` is refused; the tables stay as they were."""
    with pytest.raises(Unreadable) as refused, transaction.atomic():
        snapshots.apply(record, snapshot, **options)
    return str(refused.value)


@contextmanager
def writes():
    """Give a list that holds, after the block, the SQL of each INSERT, UPDATE and DELETE within it."""
    found = []
    with CaptureQueriesContext(connection) as queries:
        try:
            yield found
        finally:
            sent = [query["sql"] for query in queries]
            found += [sql for sql in sent if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


def named_in(statements, parts):
    """Give those of ``parts`` whose keys are in the SQL (databases differ in whether a UUID has dashes)."""
    text = "".join(statements).replace("-", "")
    return [part for part in parts if part.pk.hex in text]
