"""What the tests from outside stand on: the portal as it is first installed, asked as often as they like."""

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(autouse=True)
def no_limit(settings):
    """They ask more often than one address may."""
    settings.API_RATE = 0


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The seed, found by the search, loaded once for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", verbosity=0)
        call_command("rebuild_search", verbosity=0)
        yield
        transaction.set_rollback(True)
