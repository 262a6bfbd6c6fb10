"""The parts of many records as their newest editions have them, without writing anything to the tables."""

from .models import Edition
from .snapshots import Apply


def newest_parts(relation, records):
    """Give ``{key: [parts]}`` of ``records`` as their newest editions have them; two queries in all.

    The records themselves are made to say what these editions say.
    """
    parts = {record.pk: [] for record in records}
    drafts = drafts_of(records)
    stored = relation.related_model._base_manager.filter(
        **{f"{relation.field.name}__in": [key for key in parts if key not in drafts]}
    )
    for part in stored.order_by("pk"):
        parts[getattr(part, relation.field.attname)].append(part)
    for record in records:
        if record.pk in drafts:
            parts[record.pk] = drafted(relation, record, drafts[record.pk])
        for part in parts[record.pk]:
            setattr(part, relation.field.name, record)
    return parts


def drafts_of(records):
    """Give ``{key: snapshot}`` of the records whose tables hold what is public, while the newest edition is another."""
    heads = {record.head_id: record.pk for record in records if record.was_published and record.has_draft}
    return {
        heads[key]: snapshot for key, snapshot in Edition.objects.filter(pk__in=heads).values_list("pk", "snapshot")
    }


def drafted(relation, record, snapshot):
    """Give the parts that a snapshot of ``record`` has, and let the record say what it says."""
    reader = Apply(record, snapshot)
    reader.fill(record, reader.snapshot["fields"])
    parts = []
    for key, values in reader.snapshot["parts"].get(relation.get_accessor_name(), {}).items():
        part = reader.new_part(relation, key)
        reader.fill(part, values)
        part._state.adding = False  # it is there, if not in the tables
        parts.append(part)
    return parts


def lasting_keys(relation, records):
    """Give the keys of the parts that are or were public and therefore stay as they are; one query."""
    model = relation.model
    if relation.get_accessor_name() not in model.lasting_parts:
        return set()
    public = [record.pk for record in records if record.was_published]
    rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": public})
    return {str(key) for key in rows.values_list("pk", flat=True)}
