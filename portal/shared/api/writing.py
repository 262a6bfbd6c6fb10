"""Rows as an answer has them: the fields that were asked for, and whole rows in the place of links.

The related rows are those of the related resource's own list, so that whatever it leaves out is left out here, too, and
they cost one use of it for any number of rows.
"""


class Writer:
    """Writes the rows of ``view``, all at once or batch by batch (it leaves nothing of a batch in memory)."""

    def __init__(self, view):
        self.serializer = view.get_serializer(many=True)
        view.shape.cut(self.serializer.child)
        self.relations = {name: Relation(related, view.request) for name, related in view.shape.expanded.items()}

    def write(self, rows):
        """Give ``rows`` as dicts."""
        written = self.serializer.to_representation(rows)
        for name, relation in self.relations.items():
            relation.write_out(name, written)
        return written


class Relation:
    """What stands in the place of links to a resource: rows as the list of its view set ``related`` gives them."""

    def __init__(self, related, request):
        self.view = related(request=request, action="list", detail=False, kwargs={}, format_kwarg=None)
        self.serializer = self.view.get_serializer(many=True)

    def write_out(self, name, rows):
        """Put whole rows in the place of the links at ``name`` in ``rows``.

        A link to what is no longer there becomes ``None``; in a list of links it is left out.
        """
        whole = self.load({link["slug"] for row in rows for link in links_in(row[name])})
        for row in rows:
            found = [whole[link["slug"]] for link in links_in(row[name]) if link["slug"] in whole]
            row[name] = found if isinstance(row[name], list) else next(iter(found), None)

    def load(self, slugs):
        """Give ``{slug: row}`` of the public records among ``slugs``."""
        records = self.view.get_related_queryset().filter(slug__in=slugs) if slugs else []
        return {row["slug"]: row for row in self.serializer.to_representation(records)}


def links_in(value):
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
