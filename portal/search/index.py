"""Writing entries: whenever what the public may see changes, in the same transaction; or all of them anew."""

from django.db import connection, transaction

from portal.shared.pinyin import sort_key

from . import drafts
from .backends import backend
from .folding import tokens
from .models import Entry
from .numbers import number_of
from .searchables import REGISTRY

BATCH = 200


@transaction.atomic
def write(searchable, keys):
    """Make the entries of the rows ``keys`` what these rows say now; what is not public has none.

    The rows are locked, so that nothing is published between reading a row and writing its entry.
    """
    list(searchable.model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    documents = [(row.pk, searchable.document(row)) for row in searchable.load(keys)]
    found = [(entry_of(searchable, key, document), document) for key, document in documents]
    remove(searchable, keys)
    Entry.objects.bulk_create(entry for entry, _ in found)
    with connection.cursor() as cursor:
        backend(connection).write(cursor, [words_of(*pair) for pair in found])
    drafts.write(searchable.model, keys)


def remove(searchable, keys):
    """Remove the entries of the rows ``keys``."""
    entries = Entry.objects.filter(kind=searchable.kind, key__in=keys)
    with connection.cursor() as cursor:
        backend(connection).delete(cursor, list(entries.values_list("pk", flat=True)))
    entries.delete()


def entry_of(searchable, key, document):
    return Entry(
        id=number_of(searchable, key, document.moment),
        kind=searchable.kind,
        key=key,
        title=document.title[:250],
        lead=document.lead,
        address=document.address,
        section=document.section,
        day=document.day,
        year=document.day.year if document.day else None,
        until=document.until,
        spelling=sort_key(document.title)[:800] if searchable.is_named else "",
    )


def words_of(entry, document):
    head = tokens(f"{document.title}\n{document.lead}")
    return entry.pk, head, head + tokens(document.text), document.text


def changed(record):
    """Write the entry of ``record`` anew, and those of the records that tell of it."""
    if own := REGISTRY.get(record._meta.model_name):
        write(own, [record.pk])
    for searchable in REGISTRY.values():
        if lookup := searchable.related.get(record._meta.label):
            keys = searchable.model._base_manager.filter(**{lookup: record}).values_list("pk", flat=True)
            for batch in batches(list(keys)):
                write(searchable, batch)


def batches(keys):
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def rebuild(searchable, told=lambda count: None):
    """Write all entries of a kind anew while the site goes on answering; ``told`` gets the number of rows of each step.

    Each step is a short transaction of its own.
    """
    rows = searchable.model._base_manager.order_by("pk")
    for batch in batches(list(rows.values_list("pk", flat=True))):
        write(searchable, batch)
        told(len(batch))
    gone = Entry.objects.filter(kind=searchable.kind).exclude(key__in=rows.values("pk"))
    for batch in batches(list(gone.values_list("key", flat=True))):
        remove(searchable, batch)
    drafts.forget(searchable.model, rows.values("pk"))
    with connection.cursor() as cursor:
        backend(connection).sweep(cursor)
