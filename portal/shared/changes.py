"""When what the public sees of a record last changed: feeds, sitemaps and search engines ask for it."""

from django.db.models.functions import Coalesce, Greatest


def changed_at(record):
    """Give the moment of the last change of ``record``, which is or was public: never before its publication."""
    return max(record.updated_at or record.public_from, record.public_from)


def changed(path=""):
    """Give :func:`changed_at` as an expression of a query; ``path`` leads to the record, such as ``indicator__``."""
    published = f"{path}public_from"
    return Greatest(Coalesce(f"{path}updated_at", published), published)
