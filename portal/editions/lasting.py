"""Parts that last: rows that stay as they are once they were public, whatever later editions say of the rest.

A record names them in ``lasting_parts``. What was wrong in such a row is said by another row; nothing is overwritten.
Once there are any, the ``lasting_fields`` of the record stay as well: the unit of a number is a part of what it says.
"""

from .snapshots import part_relations

MOST_NAMED = 3


def public_keys(record):
    """Give ``{accessor: {keys}}`` of the lasting parts that are or were public; a query for each kind.

    To be asked while the tables hold what is public: outside a rehearsal.
    """
    if not record.was_published:
        return {}
    return {accessor: keys(record, relation) for accessor, relation in lasting_relations(record).items()}


def keys(record, relation):
    rows = relation.related_model._base_manager.filter(**{relation.field.name: record})
    return {str(key) for key in rows.values_list("pk", flat=True)}


def lasting_relations(record):
    relations = part_relations(type(record))
    return {accessor: relations[accessor] for accessor in record.lasting_parts}


def broken(record, snapshot):
    """Give the sentence that refuses ``snapshot`` where it drops or changes what lasts of the public edition."""
    if not record.lasting_parts or not record.live:
        return ""
    for accessor, relation in lasting_relations(record).items():
        public, wanted = (parts(content, accessor) for content in (record.live.snapshot, snapshot))
        changed = [key for key, values in public.items() if not is_kept(values, wanted.get(key))]
        if changed:
            return sentence(relation.related_model, changed)
        if public and (field := changed_field(record, snapshot)):
            said = relation.related_model._meta.verbose_name
            return f"已有公开过的{said}，“{field.verbose_name}”不能再改；请另立一条{record._meta.verbose_name}。"
    return ""


def changed_field(record, snapshot):
    """Give a lasting field that ``snapshot`` changes, or ``None``."""
    before, after = record.live.snapshot["fields"], snapshot["fields"]
    changed = [name for name in record.lasting_fields if before.get(name, after[name]) != after[name]]
    return record._meta.get_field(changed[0]) if changed else None


def parts(snapshot, accessor):
    return snapshot["parts"].get(accessor, {})


def is_kept(values, wanted):
    """Whether a row says what it said; fields that came later into the model are not compared."""
    return wanted is not None and all(wanted[name] == value for name, value in values.items() if name in wanted)


def sentence(model, changed):
    rows = model._base_manager.filter(pk__in=changed)[:MOST_NAMED]
    named = "、".join(str(row) for row in rows)
    more = "等" if len(changed) > MOST_NAMED else ""
    return f"公开过的{model._meta.verbose_name}不能改动或删除（{named}{more}）；有误请另加一条更正。"


def kept(record, snapshot):
    """Give ``snapshot`` with what lasts of the public edition as it is there."""
    if not record.lasting_parts or not record.live:
        return snapshot
    lasting = {
        accessor: parts(snapshot, accessor) | parts(record.live.snapshot, accessor) for accessor in record.lasting_parts
    }
    fields = {name: record.live.snapshot["fields"][name] for name in record.lasting_fields if any(lasting.values())}
    return {"fields": snapshot["fields"] | fields, "parts": snapshot["parts"] | lasting}
