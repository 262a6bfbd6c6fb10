"""What only editors find: the words of newest editions that are not what the public finds.

They are kept apart from the entries, in tables that only the admin reads, so that no rule of publication needs to be
asked here and none can be forgotten. A record has at most one draft here and one entry there; it is found by both.
"""

from django.db import connection, transaction

from portal.editions import snapshots
from portal.editions.models import Publishable
from portal.editions.texts import texts_of

from .backends import backend
from .folding import tokens
from .models import Draft, Entry


def keep(edition):
    """Write the words of an edition that has just been made. If it is public already, :func:`write` is called next."""
    model = edition.content_type.model_class()
    replace(model, {model._meta.pk.to_python(edition.object_id): edition.snapshot})


@transaction.atomic
def write(model, keys):
    """Make the drafts of the rows ``keys`` what their newest editions say; what the public finds just so has none."""
    if not issubclass(model, Publishable):
        return
    rows = model._base_manager.filter(pk__in=keys).select_related("head")
    entries = Entry.objects.filter(kind=model._meta.model_name, key__in=keys)
    public = set(entries.values_list("key", flat=True))
    hidden = [row for row in rows if row.has_draft or row.pk not in public]
    remove(model._meta.model_name, keys)
    replace(model, {row.pk: row.head.snapshot if row.head else snapshots.take(row) for row in hidden})


def replace(model, found):
    """Write ``{key: snapshot}``."""
    kind = model._meta.model_name
    remove(kind, list(found))
    drafts = Draft.objects.bulk_create(Draft(kind=kind, key=key) for key in found)
    words = [(draft.pk, tokens(said(model, found[draft.key]))) for draft in drafts]
    with connection.cursor() as cursor:
        backend(connection).write_drafts(cursor, words)


def remove(kind, keys):
    """Remove the drafts of the rows ``keys``."""
    drafts = Draft.objects.filter(kind=kind, key__in=keys)
    with connection.cursor() as cursor:
        backend(connection).delete(cursor, list(drafts.values_list("pk", flat=True)), Draft._meta.db_table)
    drafts.delete()


def forget(model, rows):
    """Remove the drafts of rows that are no longer among ``rows``, a query of keys."""
    kind = model._meta.model_name
    remove(kind, list(Draft.objects.filter(kind=kind).exclude(key__in=rows).values_list("key", flat=True)))


def said(model, snapshot):
    """Give all that people have written in ``snapshot`` of a row of ``model``, a line for each text."""
    return "\n".join(text.words for text in texts_of(model, snapshot))
