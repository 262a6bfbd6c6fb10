"""What the tests from outside stand on: the portal as it is first installed, asked as often as they like."""

import pytest
from django.core.management import call_command


@pytest.fixture(autouse=True)
def no_limit(settings):
    """They ask more often than one address may."""
    settings.API_RATE = 0


@pytest.fixture(scope="module")
def found(seeded, django_db_blocker):
    """The seed, found by the search."""
    with django_db_blocker.unblock():
        call_command("rebuild_search", verbosity=0)
