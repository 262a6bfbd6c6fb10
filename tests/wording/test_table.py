"""The table: what it takes, what it refuses, and that every process knows of every change."""

import shutil
import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.shared.seedfiles import read_entries
from portal.wording import findings, groups
from portal.wording.matching import Entry, Matcher, contradictions
from portal.wording.models import Revision, Term
from tests.factories import make_term

pytestmark = pytest.mark.django_db


def complaints(term):
    try:
        term.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def known():
    """Give the wrong forms that a check would look for now."""
    return {entry.wrong for entry in findings.table().entries}


# What it takes


def test_forms_are_kept_as_they_are_compared():
    term = Term(wrong=" Ｇ２０\u200b会议 ", right="Ｇ20峰会")
    term.full_clean()
    term.save()
    assert (term.wrong, term.right) == ("G20会议", "G20峰会")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"wrong": ""}, {"wrong": ["此字段不能为空。"]}),
        ({"wrong": "\u200b"}, {"wrong": ["请写出看得见的字。"]}),
        ({"wrong": "甲", "right": "甲"}, {"__all__": ["正确写法和错误写法相同。"]}),
        ({"wrong": "部暑"}, {"wrong": ["表里已有这个错误写法。"]}),
        ({"wrong": "部\u200b暑"}, {"wrong": ["表里已有这个错误写法。"]}),
        ({"wrong": "甲", "right": "总部暑期"}, {"right": ["正确写法里的“部暑”在表里是错误写法。"]}),
        ({"wrong": "甲", "exceptions": "甲乙、丙丁"}, {"exceptions": ["“丙丁”里没有“甲”，不用列为例外。"]}),
        ({"wrong": "署"}, {"wrong": ["“部暑”的正确写法“部署”里有这几个字。"]}),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(values, expected):
    make_term("部暑", "部署")
    assert complaints(Term(**values)) == expected


@pytest.mark.parametrize(
    "values",
    [
        {"wrong": "署", "exceptions": "部署"},
        {"wrong": "署", "is_active": False},
        {"wrong": "高新区", "right": "济南高新区"},
        {"wrong": "甲"},
    ],
)
def test_what_is_settled_by_an_exception_or_switched_off_is_taken(values):
    make_term("部暑", "部署")
    assert complaints(Term(**values)) == {}


def test_a_term_does_not_contradict_itself_when_it_is_saved_again():
    term = make_term("高新区", "济南高新区")
    term.reason = "全称"
    assert complaints(term) == {}


def test_the_database_itself_refuses_a_right_form_that_is_the_wrong_one():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_term("甲", "甲")


# Who knows of it

CHANGES = {
    "a new one": lambda: make_term("丙"),
    "many new ones": lambda: Term.objects.bulk_create([Term(wrong="丙"), Term(wrong="丁")]),
    "another form": lambda: change(wrong="戊"),
    "other forms": lambda: Term.objects.bulk_update(renamed(Term.objects.all()), ["wrong"]),
    "switched off": lambda: Term.objects.filter(wrong="甲").update(is_active=False),
    "gone": lambda: Term.objects.get(wrong="甲").delete(),
    "all gone": lambda: Term.objects.all().delete(),
}


def change(**values):
    term = Term.objects.get(wrong="甲")
    for name, value in values.items():
        setattr(term, name, value)
    term.save()


def renamed(terms):
    for term in terms:
        term.wrong *= 2
    return terms


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_process_that_has_read_the_table_knows_of_every_change(change):
    make_term("甲")
    make_term("乙")
    assert known() == {"甲", "乙"}
    change()
    assert known() == set(Term.objects.active().values_list("wrong", flat=True)) != {"甲", "乙"}


def test_a_change_by_another_process_is_known_as_well():
    make_term("甲")
    assert known() == {"甲"}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wording_term SET wrong = '乙'")
        key = Revision._meta.get_field("key").get_db_prep_value(uuid.uuid4(), connection)
        cursor.execute("UPDATE wording_revision SET key = %s", [key])
    assert known() == {"乙"}


def test_what_was_rolled_back_is_not_known():
    make_term("甲")
    with transaction.atomic():
        make_term("乙")
        assert known() == {"甲", "乙"}
        transaction.set_rollback(True)
    assert known() == {"甲"}
    make_term("丙")
    assert known() == {"甲", "丙"}


def test_a_table_that_was_never_written_is_empty():
    assert Revision.current() is None
    assert known() == set()


def test_the_table_is_asked_for_once_while_it_stays_as_it_is():
    make_term("甲")
    known()
    with CaptureQueriesContext(connection) as queries:
        known()
    assert len(queries) == 1


# Who keeps it


def rights(group):
    found = Group.objects.get(name=group).permissions.filter(content_type__app_label="wording")
    return set(found.values_list("codename", flat=True))


def test_a_group_of_its_own_keeps_the_table():
    assert rights("错敏词管理") == {"view_term", "add_term", "change_term", "delete_term"}


def test_on_an_older_site_editors_and_signers_get_the_right_to_look_it_up_once():
    Group.objects.get(name="错敏词管理").delete()
    for group in Group.objects.filter(name__in=["编辑", "初审", "终审"]):
        group.permissions.clear()
    groups.create_group(None, "default")
    assert rights("编辑") == rights("初审") == rights("终审") == {"view_term"}
    Group.objects.get(name="初审").permissions.clear()
    groups.create_group(None, "default")
    assert rights("初审") == set()


# What it begins with


STARTER = Path(apps.get_app_config("wording").path, "seed", "terms.yaml")


@pytest.fixture
def seed(tmp_path):
    """Give a function that loads the starter table and nothing else."""
    (tmp_path / "wording").mkdir()
    shutil.copy(STARTER, tmp_path / "wording")
    return lambda: call_command("seed", data=str(tmp_path), stdout=StringIO())


def test_the_starter_table_is_loaded_once_and_then_the_owners(seed):
    seed()
    count = Term.objects.count()
    assert count == len(read_entries(STARTER))
    Term.objects.filter(wrong="按步就班").delete()
    Term.objects.filter(wrong="部暑").update(level="serious")
    seed()
    assert Term.objects.count() == count - 1
    assert Term.objects.get(wrong="部暑").level == "serious"


@pytest.fixture(scope="module")
def starter():
    """The entries of the starter table as they would be in the database."""
    blank = dict.fromkeys(Entry._fields, "")
    rows = [blank | {name: row[name] for name in row if name in blank} for row in read_entries(STARTER).values()]
    return [Entry(**row) for row in rows]


def test_the_starter_table_finds_each_of_its_slips_and_none_in_what_is_right(starter):
    matcher = Matcher(starter)
    assert contradictions(starter) == []
    for entry in starter:
        assert [hit.entry for hit in matcher.find(f"在{entry.wrong}的")] == [entry]
        assert matcher.find(f"在{entry.right}的") == []


def test_the_starter_table_finds_nothing_in_what_comes_with_the_portal(starter):
    matcher = Matcher(starter)
    for app in ("chains", "news"):
        for file in Path(apps.get_app_config(app).path, "seed").glob("*.yaml"):
            assert matcher.find(file.read_text()) == [], file.name
