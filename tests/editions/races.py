"""Several people at the same moment, for tests that may commit (the fixture ``flushable``), on PostgreSQL."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from portal.editions import workflow

needs_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets only one write.")


def race(first, *others):
    """Run ``first`` in a transaction that ends when all ``others``, each on a connection of its own, wait for it.

    Give what the others gave, or their refusal.
    """
    with ThreadPoolExecutor(len(others)) as pool:
        with transaction.atomic():
            first()
            answers = [pool.submit(answer_of, other) for other in others]
            assert is_soon(lambda: waiting() == len(others)), "Nobody waits for the transaction."
        return [answer.result() for answer in answers]


def answer_of(function):
    try:
        return function()
    except workflow.Refused as refused:
        return refused
    finally:
        connection.close()


WAITING = """
SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN
(SELECT pid FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database())
"""


def waiting():
    """Give how many connections to this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def is_soon(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
