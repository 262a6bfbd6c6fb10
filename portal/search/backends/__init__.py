"""Where the words of entries are kept and looked up: one module for each database, with the same functions.

``create`` and ``drop`` (SQL statements) make and remove the table ``search_words``. Its rows are ``id`` (the entry's),
``head`` (tokens of title and lead), ``text`` (tokens of everything) and ``body`` (all that was written, for extracts).
``write(cursor, rows)`` and ``read(cursor, ids)`` speak for themselves; ``condition(key, column, words)`` gives SQL and
parameters that are true of the entries with all of ``words`` in ``column``.
"""

from . import postgresql, sqlite

BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def backend(connection):
    """Give the module for the database of ``connection``."""
    return BACKENDS[connection.vendor]
