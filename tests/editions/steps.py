"""Steps of review and publication for the tests of editions: each does what people do, through the workflow."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.editions import conf, workflow
from portal.editions.models import AuditEntry, Edition

from .models import Book
from .shelves import make_actor, make_book, revise

STAGES = ["初审", "复审", "终审"]


def draft(actor=None, **fields):
    """Let ``actor`` write a book that is new; give its first edition."""
    return revise(make_book(), actor or make_actor("编辑"), **fields)


def submit(edition, actor=None, **kwargs):
    return workflow.submit(edition, actor or make_actor("编辑"), secrecy_checked=True, **kwargs)


def sign(edition, actor=None, **kwargs):
    """Sign where ``edition`` waits, as ``actor`` or as somebody of the stage's group; give the edition."""
    actor = actor or make_actor(conf.stage(edition.stage).name)
    return workflow.sign(edition, actor, **{"fingerprint": edition.fingerprint} | kwargs)


def sign_until(edition, stage):
    """Sign at every stage before the one that is named so; give the edition."""
    while edition.state_label != f"待{stage}":
        edition = sign(edition)
    return edition


def approve(edition, correction="", **kwargs):
    """Submit ``edition`` and sign at every stage, ``kwargs`` with the last signature; give the edition."""
    return sign(sign_until(submit(edition, correction=correction), conf.stages()[-1].name), **kwargs)


def published(expires_at=None, **fields):
    """Give a book that was written, reviewed and published."""
    return fresh(approve(draft(**fields), expires_at=expires_at).record)


def expire(book):
    """Let the time until which ``book`` is public have come."""
    Book.objects.filter(pk=book.pk).update(public_until=timezone.now())


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def schedule(edition=None, **kwargs):
    """Review ``edition`` and schedule it; give it."""
    return approve(edition or draft(), **{"publish_at": in_hours(24)} | kwargs)


def make_due(edition, **ago):
    """Let the time of a scheduled edition have come, five minutes ago or ``ago``; give that time."""
    moment = timezone.now() - timedelta(**ago or {"minutes": 5})
    Edition.objects.filter(pk=edition.pk).update(publish_at=moment)
    return moment


def set_stages(settings, *names, **others):
    settings.EDITIONS = {**settings.EDITIONS, "STAGES": list(names), **others}


def fresh(row):
    """Give ``row`` as the tables have it now; the book of an edition is ``fresh(edition.record)``."""
    return type(row)._base_manager.get(pk=row.pk)


def actions(record):
    """Give the actions that were written down about ``record``, oldest first."""
    return list(AuditEntry.objects.of(record).order_by("pk").values_list("action", flat=True))


def is_public(edition):
    """Whether the book of ``edition`` is public, whichever of its editions that shows."""
    return Book.objects.public().filter(pk=edition.object_id).exists()


def tamper(edition, title="假"):
    """Change the stored content of ``edition`` as nobody may, with another title; give the content."""
    edition.refresh_from_db()
    snapshot = edition.snapshot | {"fields": edition.snapshot["fields"] | {"title": title}}
    Edition.objects.filter(pk=edition.pk).update(snapshot=snapshot)
    return snapshot


def change_dates(book, actor=None, **values):
    """Set the dates of ``book``, those that ``values`` leave out as they are."""
    defaults = {"public_from": fresh(book).public_from, "public_until": fresh(book).public_until, "reason": "补录"}
    workflow.change_dates(book, actor or make_actor("终审"), **defaults | values)


def visit(client=None):
    """Ask for the list of books; without ``client``, of a process that has answered nothing yet. Give the titles."""
    answer = (client or Client()).get(reverse("books"))
    assert answer.status_code == 200
    return [book["title"] for book in answer.json()["books"]]
