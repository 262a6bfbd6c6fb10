"""What only editors find: the words of newest editions that are not what the public finds.

They are kept apart from the entries, in tables that only the admin reads, so that no rule of publication needs to be
asked here and none can be forgotten. A record has at most one draft here and one entry there; it is found by both.
"""

from django.db import connection, models, transaction

from portal.editions import snapshots
from portal.editions.models import Publishable
from portal.shared.blocks import RichTextField, plain

from .backends import backend
from .folding import tokens
from .models import Draft, Entry

REGION = "region"  # where in the body a block stands: a word of the code, not of an editor


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
    snapshot = snapshots.upgraded(model, snapshot)
    texts = texts_of(model, snapshot["fields"])
    for accessor, relation in snapshots.part_relations(model).items():
        for values in snapshot["parts"].get(accessor, {}).values():
            texts += texts_of(relation.related_model, values)
    return "\n".join(texts)


def texts_of(model, values):
    written = [field for field in snapshots.content_fields(model) if is_written(field) and values.get(field.name)]
    return [
        plain(values[field.name]) if isinstance(field, RichTextField) else str(values[field.name]) for field in written
    ]


def is_written(field):
    """Whether people write words into ``field``: no choices, no addresses, nothing that is worked out."""
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
    return is_text and field.editable and not field.choices and field.name != REGION
