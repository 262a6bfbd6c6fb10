"""The dead links, for the desk."""

from .models import Link


def dead_links(limit):
    """Give ``(count, rows)`` of the dead links in what is public; of these the ``limit`` that died last. Two queries.

    A row has ``title`` (of the record that holds it), ``address``, ``why``, ``since`` and ``admin_url`` (its form).
    """
    dead = Link.objects.dead()
    return dead.count(), list(dead.select_related("content_type")[:limit])
