"""Reading the database as of one moment."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment():
    """Within the block, all queries see the database as of one moment (inside a transaction: as that sees it)."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()  # which sets the mode of its settings
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # a reader waits for no writer
    try:
        with transaction.atomic():
            if connection.vendor != "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode
