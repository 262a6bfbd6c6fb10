"""For tests of the description and the guide of the API."""

import pytest
from django.db import transaction

from tests.described.content import loaded


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    """The content that the portal ships with, loaded once for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        with loaded():
            yield
        transaction.set_rollback(True)
