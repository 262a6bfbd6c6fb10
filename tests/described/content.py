"""The content that the portal ships with, read by the API at a fixed time, so that its answers are always the same."""

import json
import re
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from news.models import Feature

SCHEMA = Path(settings.BASE_DIR) / "docs" / "openapi.json"
HOST = "127.0.0.1:8000"
NOW = datetime(2026, 11, 1, 8, tzinfo=timezone.get_default_timezone())
AN_ID = "5f0c6f5e-8f5b-4c43-9d0e-2b1a7c9e4d10"
# What differs from one loading to the next: the keys of parts, where a picture is stored.
CHANGING = [
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), AN_ID),
    (re.compile(r"/photos/\d{4}/\d{2}/(\w+?)(?:_\w{7})?\."), rf"/photos/{NOW:%Y/%m}/\1."),
]


def at_that_time():
    """Let it be :data:`NOW` for the portal, as context manager."""
    return patch("django.utils.timezone.now", return_value=NOW)


@contextmanager
def loaded():
    """Load the content; within, it is :data:`NOW`. Stories are numbered from 1."""
    with connection.cursor() as cursor:
        sequences = [{"table": Feature._meta.db_table, "column": "id"}]
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), sequences):
            cursor.execute(statement)
    with at_that_time():
        call_command("seed", verbosity=0)
        yield


def fixed(text):
    """Give ``text`` with what changes written always alike."""
    for pattern, replacement in CHANGING:
        text = pattern.sub(replacement, text)
    return text


def ask(address, method="get", **headers):
    """Give the API's answer to a request, ``address`` beginning with the path."""
    client = Client(headers={"host": HOST} | headers, raise_request_exception=False)
    return getattr(client, method)(iri_to_uri(address))


def described():
    """Give the description as the API serves it."""
    return ask("/api/v1/schema").json()


def emptiness(value):
    """Order values: those that say the most first, then the short ones."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    fields = value.values() if isinstance(value, dict) else [value]
    return sum(field in (None, "", [], {}) for field in fields), len(text), text
