"""What every test may ask for (``tests/settings.py`` has the settings)."""

import gc
from itertools import count

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from tests import factories

NUMBERS = count()


def pytest_collection_finish():
    """Let the garbage collector pass over all that was imported, and look less often: a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session")
def media_roots(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def media_root(settings, media_roots):
    """Uploaded files of a test go to its own folder, which is made with the first of them."""
    settings.MEDIA_ROOT = media_roots / str(next(NUMBERS))
    return settings.MEDIA_ROOT


@pytest.fixture
def flushable(transactional_db):
    """For tests whose rows are really committed: lets the flush after them empty the audit trail, too."""
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for action in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER editions_auditentry_no_{action}")


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The seed, loaded once for all tests of a module (which are marked ``django_db``)."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def editor(db):
    """An editor: no superuser, may do everything with content and nothing with accounts."""
    user = factories.make_user("editor", is_staff=True)
    apps = ("chains", "news", "library")
    user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=apps))
    return user


@pytest.fixture
def editor_client(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def powerless_client(db):
    """Someone who may enter the admin and has no rights there."""
    client = Client()
    client.force_login(factories.make_user("powerless", is_staff=True))
    return client
