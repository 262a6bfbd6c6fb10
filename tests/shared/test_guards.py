"""Triggers are there after every migration, and in the way of none."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from chains.guards import GUARDS

pytestmark = pytest.mark.django_db(transaction=True)


def triggers():
    """Give the names of the triggers that our rules have set."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    return {name for name in found if any(name.startswith(f"{rule.name}_") for rule in GUARDS)}


def test_every_rule_has_its_triggers_and_migrating_again_leaves_them(flushable):
    expected = {f"{rule.name}_{event.split()[0].lower()}" for rule in GUARDS for event in rule.events}
    assert triggers() == expected
    call_command("migrate", stdout=StringIO())
    assert triggers() == expected


def test_the_register_migrates_back_and_forth_with_its_rules_on(flushable):
    before = triggers()
    try:
        call_command("migrate", "chains", "0002", stdout=StringIO())
    finally:
        call_command("migrate", stdout=StringIO())
    assert triggers() == before
