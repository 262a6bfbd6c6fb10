"""Writing the links of records: whenever what the public may see changes, in the same transaction; or all of them anew.

Judging is bounded: a record's first :data:`AT_ONCE` internal addresses are judged with its publication, more of them
wait for ``manage.py check_links``. How many links lead to an address does not matter: it is judged once.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from portal.editions.models import Publishable
from portal.shared import outbound

from . import answers
from .addresses import LONGEST, read
from .extracting import holds_links, links_in, snapshot_of
from .judging import judge, stem
from .models import Link

AT_ONCE = 200
BATCH = 500
JUDGED_TOGETHER = 20
WRITTEN = ["title", "place", "text", "stem"]


@transaction.atomic
def changed(record):
    """Make the links of ``record`` what it says now, and judge those anew that lead to it or depend on it."""
    lock()
    if holds_links(type(record)):
        write(record)
    judge_stems(stems_around(record))


@transaction.atomic
def removed(record):
    """Forget the links of a record that is deleted, and judge those that led to it."""
    lock()
    Link.objects.of(record).delete()
    judge_stems(stems_around(record))


def lock():
    """Let one transaction at a time write links: of two publications that link to each other, the second sees both."""
    key = ContentType.objects.get_for_model(Link).pk
    list(ContentType.objects.select_for_update(no_key=True).filter(pk=key).values_list("pk"))


# The links that a record holds


def write(record):
    """Write, change and remove rows until they are the links of ``record``; what is known of an address stays."""
    wanted = links_of(record) if is_public(record) else {}
    stored = {identity(link): link for link in Link.objects.of(record)}
    gone = [link.pk for key, link in stored.items() if key not in wanted]
    for start in range(0, len(gone), BATCH):
        Link.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    kept = [renewed(stored[key], link) for key, link in wanted.items() if key in stored]
    Link.objects.bulk_update([link for link in kept if link], WRITTEN, batch_size=BATCH)
    Link.objects.bulk_create((link for key, link in wanted.items() if key not in stored), batch_size=BATCH)
    targets = {link.target: None for link in wanted.values() if link.kind == Link.Kind.INTERNAL}
    judge_targets(Link.objects.of(record), list(targets)[:AT_ONCE])


def is_public(record):
    return not isinstance(record, Publishable) or type(record).objects.public().filter(pk=record.pk).exists()


def links_of(record):
    """Give ``{identity: Link}`` of what the tables say of ``record``; an address that it holds twice is one link."""
    key, base, hosts = Link.key_of(record), page_of(record) or "/", outbound.own_hosts()
    links = {}
    for found in links_in(type(record), snapshot_of(record)):
        if reading := read(found.address, base, hosts):
            row = link(reading, found, title=str(record)[:200], **key)
            links.setdefault(identity(row), row)
    return links


def identity(link):
    return link.address, link.kind, link.target


def link(reading, found, **values):
    fault = {"status": Link.Status.DEAD, "why": reading.fault, "checked_at": timezone.now()} if reading.fault else {}
    return Link(
        address=found.address[:LONGEST],
        place=found.place[:80],
        text=found.text[:200],
        kind=reading.kind,
        target=reading.target,
        stem=stem(reading.target) if reading.kind == Link.Kind.INTERNAL else "",
        **fault,
        **values,
    )


def renewed(stored, wanted):
    """Give ``stored`` with the words of ``wanted``; ``None`` where they are the same."""
    differing = [name for name in WRITTEN if getattr(stored, name) != getattr(wanted, name)]
    for name in differing:
        setattr(stored, name, getattr(wanted, name))
    return stored if differing else None


def page_of(record):
    """Give the address of the page of ``record``; empty where it has none."""
    address = getattr(record, "get_absolute_url", None)
    return address() if address else ""


# The links that lead to a record


def stems_around(record):
    """Give the stems of the pages that are there with ``record`` and not without it.

    Its own, those of what it refers to (a column is empty without its last story), and those of what is not public
    without it (the indicators of a committee).
    """
    rows = [record, *referred_to(record), *dependent(record)]
    addresses = {page_of(row) for row in rows} - {""}
    return {stem(address) for address in addresses} - {""}


def referred_to(record):
    fields = [field for field in record._meta.concrete_fields if field.is_relation and has_page(field.related_model)]
    return [row for field in fields if (row := getattr(record, field.name)) is not None]


def dependent(record):
    """Give the rows of other publishable models that may need ``record`` to be public."""
    relations = [
        relation
        for relation in record._meta.related_objects
        if not relation.many_to_many and needs_others(relation.related_model)
    ]
    for relation in relations:
        yield from relation.related_model._base_manager.filter(**{relation.field.name: record})


def needs_others(model):
    return issubclass(model, Publishable) and model.shown_with is not Publishable.shown_with


def has_page(model):
    return hasattr(model, "get_absolute_url")


# Judging


def judge_stems(stems):
    """Judge every internal link with one of ``stems``."""
    links = Link.objects.internal().filter(stem__in=stems)
    judge_targets(links, list(links.order_by().values_list("target", flat=True).distinct()[:AT_ONCE]))


def judge_targets(links, targets):
    """Judge each of ``targets`` once, and write the answers to ``links``."""
    answers.write(links, {target: judge(target) for target in targets})


@transaction.atomic
def judge_again(targets):
    """Judge ``targets``, whoever links there, for callers that have no lock yet."""
    lock()
    judge_targets(Link.objects.internal(), targets)


# All of them


def judge_all(told=lambda count: None):
    """Judge all internal addresses again, in short transactions; give how many there are."""
    targets = list(Link.objects.internal().order_by("target").values_list("target", flat=True).distinct())
    for start in range(0, len(targets), JUDGED_TOGETHER):
        batch = targets[start : start + JUDGED_TOGETHER]
        judge_again(batch)
        told(len(batch))
    return len(targets)


def rebuild(model, told=lambda count: None):
    """Write the links of all rows of ``model`` anew, each in a short transaction; ``told`` gets the number of rows."""
    for record in model._base_manager.order_by("pk").iterator(chunk_size=200):
        with transaction.atomic():
            fresh = model._base_manager.select_for_update().filter(pk=record.pk).first()
            lock()
            write(fresh) if fresh else Link.objects.of(record).delete()
        told(1)
    sweep(model)


def sweep(model):
    """Remove the links of rows of ``model`` that are gone, or no longer public, though nobody said so (expiry)."""
    about = ContentType.objects.get_for_model(model)
    held = Link.objects.filter(content_type=about)
    rows = model.objects.public() if issubclass(model, Publishable) else model._base_manager
    there = {str(key) for key in rows.values_list("pk", flat=True)}
    gone = {key for key in held.order_by().values_list("object_id", flat=True).distinct() if key not in there}
    for key in gone:
        held.filter(object_id=key).delete()
