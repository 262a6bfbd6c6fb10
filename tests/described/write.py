"""Write the description anew: ``make schema``. Its examples are what the API answers of the example content."""

import json

import pytest

from portal.api import schema
from portal.shared.api import examples
from tests.described.content import SCHEMA, described
from tests.described.gathering import gather

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_the_description_is_written():
    save(examples.FILE, gather(described()))
    examples.stored.cache_clear()
    schema.cache_clear()
    save(SCHEMA, described())


def save(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
