"""Where the words of entries are kept and looked up: one module for each database, with the same functions.

Beside what the model ``Entry`` knows, the first migration made room for the ``head`` of each entry (tokens of title and
lead), its ``text`` (tokens of everything) and ``body`` (all that was written, for extracts). ``write(cursor, rows)`` is
called once the entries are there, ``delete(cursor, ids)`` before they go, ``sweep(cursor)`` now and then;
``read(cursor, ids)`` gives bodies. ``condition(table, key, column, words)`` gives SQL and parameters that are true of
the entries with all of ``words`` in ``column``; ``key`` is the column of the entry's id, as the query names it.

Drafts have a ``text`` alone, in places of their own (the second migration): ``write_drafts(cursor, rows)``,
``delete(cursor, ids, table)``, and ``condition`` with their table.
"""

from . import postgresql, sqlite

BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def backend(connection):
    """Give the module for the database of ``connection``."""
    return BACKENDS[connection.vendor]
