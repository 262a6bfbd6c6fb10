"""The audit trail is only added to: nobody changes a row or removes one, nor a person who is in it."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from portal.editions import workflow
from portal.editions.models import AuditEntry
from portal.editions.models.trail import AppendOnly

from .shelves import make_actor, make_person, superuser
from .steps import draft, published, sign, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(db):
    draft(title="春")
    return AuditEntry.objects.get()


def values():
    return list(AuditEntry.objects.values())


def change_by_bulk(entry):
    AuditEntry.objects.bulk_update([entry], ["detail"])


BY_MODEL = {
    "saving a row": lambda entry: entry.save(),
    "deleting a row": lambda entry: entry.delete(),
    "updating a queryset": lambda entry: AuditEntry.objects.update(detail="假"),
    "updating a filtered queryset": lambda entry: AuditEntry.objects.of(entry.record).update(detail="假"),
    "updating in bulk": change_by_bulk,
    "deleting a queryset": lambda entry: AuditEntry.objects.all().delete(),
}


@pytest.mark.parametrize("change", BY_MODEL.values(), ids=BY_MODEL)
def test_the_model_changes_no_row(entry, change):
    before = values()
    entry.detail = "假"
    with pytest.raises(AppendOnly, match="操作记录只能添加，不能修改或删除"):
        change(entry)
    assert values() == before


COPY = "id, object_id, at, action, person_name, address, record_title, detail, content_type_id, person_id, edition_id"
BY_DATABASE = {
    "UPDATE": "UPDATE editions_auditentry SET detail = '假'",
    "DELETE": "DELETE FROM editions_auditentry",
    "upsert": (
        f"INSERT INTO editions_auditentry ({COPY}) SELECT {COPY} FROM editions_auditentry WHERE 1 = 1 "  # noqa: S608
        "ON CONFLICT (id) DO UPDATE SET detail = '假'"
    ),
}


@pytest.mark.parametrize("statement", BY_DATABASE.values(), ids=BY_DATABASE)
def test_the_database_changes_no_row(entry, statement):
    before = values()
    with (
        pytest.raises(DatabaseError, match="操作记录只能添加，不能修改或删除"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert values() == before


REPLACE = f"""
REPLACE INTO editions_auditentry ({COPY})
SELECT {COPY.replace("detail", "'x'")} FROM editions_auditentry
"""  # noqa: S608


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite has REPLACE.")
def test_the_database_replaces_no_row(entry):
    before = values()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REPLACE)
    assert values() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: AuditEntry._base_manager.update(detail="假"),
        lambda entry: AuditEntry._base_manager.all().delete(),
        lambda entry: AuditEntry(**values()[0] | {"detail": "假"}).save(),
    ],
    ids=["another manager updates", "another manager deletes", "a new object with an old key"],
)
def test_the_database_stops_what_goes_around_the_model(entry, change):
    before = values()
    with pytest.raises(DatabaseError, match="操作记录只能添加，不能修改或删除"), transaction.atomic():
        change(entry)
    assert values() == before


def test_migrate_sets_the_triggers_again_where_they_are_lost(entry):
    with connection.cursor() as cursor:
        for action in ("update", "delete"):
            on = " ON editions_auditentry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER editions_auditentry_no_{action}{on}")
    AuditEntry._base_manager.update(detail="假")
    call_command("migrate", verbosity=0)
    for change in (AuditEntry._base_manager.all().delete, lambda: AuditEntry._base_manager.update(detail="真")):
        with pytest.raises(DatabaseError, match="操作记录只能添加"), transaction.atomic():
            change()
    assert AuditEntry.objects.get().detail == "假"


# That nobody in it is lost


def test_whoever_appears_in_it_is_not_deleted():
    editor, signer, boss = make_actor("编辑"), make_actor("初审"), superuser()
    edition = sign(submit(draft(editor), editor), signer)
    workflow.publish_alone(edition, boss, reason="急")
    for actor in (editor, signer, boss):
        with pytest.raises(ProtectedError), transaction.atomic():
            actor.user.delete()
    make_person().delete()
    assert set(AuditEntry.objects.values_list("person", flat=True)) == {a.user.pk for a in (editor, signer, boss)}


def test_whoever_only_appears_in_the_trail_is_not_deleted():
    boss = superuser()
    workflow.withdraw(published(), boss, reason="有误")
    with pytest.raises(ProtectedError), transaction.atomic():
        User.objects.filter(pk=boss.user.pk).delete()


def test_an_edition_in_it_is_not_deleted(entry):
    with pytest.raises(ProtectedError), transaction.atomic():
        entry.edition.delete()
