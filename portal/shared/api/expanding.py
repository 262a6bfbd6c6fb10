"""Relations written out: whole rows in the place of links, at the same cost for any number of rows.

The rows are those of the related resource's own list, so that whatever it leaves out is left out here, too.
"""


def expand(rows, relations, request):
    """Put whole rows in the place of the links in ``rows``; ``relations`` is ``{field: view set of the resource}``.

    A link to what is no longer there becomes ``None``; in a list of links it is left out.
    """
    for name, related in relations.items():
        links = {link["slug"] for row in rows for link in links_in(row[name])}
        whole = load(related, links, request) if links else {}
        for row in rows:
            row[name] = put(row[name], whole)
    return rows


def links_in(value):
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def put(value, whole):
    found = [whole[link["slug"]] for link in links_in(value) if link["slug"] in whole]
    return found if isinstance(value, list) else next(iter(found), None)


def load(related, slugs, request):
    """Give ``{slug: row}`` as the list of the view set ``related`` writes them."""
    view = related(request=request, action="list", detail=False, kwargs={}, format_kwarg=None)
    records = view.get_related_queryset().filter(slug__in=slugs)
    return {row["slug"]: row for row in view.get_serializer(records, many=True).data}
