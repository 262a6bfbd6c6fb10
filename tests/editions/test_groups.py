"""The groups that ``migrate`` makes, what their members may do, and the account of what no person did."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from portal.editions import groups, rights, workflow
from portal.editions.people import name_of, system
from portal.editions.workflow import Refused

from .shelves import make_actor, revise
from .steps import (
    STAGES,
    change_dates,
    draft,
    fresh,
    in_hours,
    published,
    schedule,
    set_stages,
    sign,
    sign_until,
    submit,
)

pytestmark = pytest.mark.django_db


def migrate():
    call_command("migrate", verbosity=0)


def rights_of(name, *apps):
    """Give the rights of a group as ``app.codename``, those of other apps than ``apps`` left out."""
    found = Permission.objects.filter(group__name=name).values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found if not apps or app in apps}


# What each group is made with


EDITOR_RIGHTS = {
    "shelves.view_book",
    "shelves.add_book",
    "shelves.change_book",
    "shelves.view_leaflet",
    "shelves.add_leaflet",
    "shelves.change_leaflet",
    "shelves.view_chapter",
    "shelves.add_chapter",
    "shelves.change_chapter",
    "shelves.delete_chapter",
    "shelves.view_note",
    "shelves.add_note",
    "shelves.change_note",
    "shelves.delete_note",
}
READER_RIGHTS = {"shelves.view_book", "shelves.view_leaflet", "shelves.view_chapter", "shelves.view_note"}
PUBLISHER_RIGHTS = {"editions.publish_edition", "editions.view_auditentry"}
EDITORS_MATERIAL = {
    "library.view_photo",
    "library.add_photo",
    "library.change_photo",
    "library.view_attachment",
    "library.add_attachment",
    "library.change_attachment",
}


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("编辑", EDITOR_RIGHTS),
        ("初审", READER_RIGHTS),
        ("复审", READER_RIGHTS),
        ("终审", READER_RIGHTS | PUBLISHER_RIGHTS),
    ],
)
def test_a_group_has_exactly_the_rights_it_needs(group, expected):
    assert rights_of(group, "shelves", "editions", "auth", "admin", "contenttypes", "sessions") == expected


def test_the_settings_add_the_material_that_is_no_record():
    assert rights_of("编辑", "library") == EDITORS_MATERIAL
    assert rights_of("初审", "library") == {"library.view_photo", "library.view_attachment"}


def test_those_who_sign_last_may_replace_files_and_add_none():
    changed = {"library.change_photo", "library.change_attachment"}
    assert rights_of("终审", "library") == rights_of("初审", "library") | changed


def test_all_groups_together_are_those_of_the_setting():
    assert set(Group.objects.values_list("name", flat=True)) == {"编辑", *STAGES, "网站管理", "错敏词管理"}


def test_a_right_that_was_taken_away_is_not_given_back():
    group = Group.objects.get(name="编辑")
    group.permissions.remove(*group.permissions.filter(codename="add_book"))
    group.permissions.add(Permission.objects.get(codename="delete_book"))
    migrate()
    assert rights_of("编辑", "shelves") == EDITOR_RIGHTS - {"shelves.add_book"} | {"shelves.delete_book"}


def test_a_group_that_is_missing_is_made_at_the_next_migrate():
    Group.objects.get(name="复审").delete()
    migrate()
    assert rights_of("复审", "shelves", "editions") == READER_RIGHTS


def test_a_new_stage_gets_its_group_at_the_next_migrate(settings):
    set_stages(settings, "初审", "复审", "签发", EDITORS="采编")
    migrate()
    assert rights_of("签发", "shelves", "editions") == READER_RIGHTS | PUBLISHER_RIGHTS
    assert rights_of("采编", "shelves", "editions") == EDITOR_RIGHTS
    assert rights_of("终审", "shelves", "editions") == READER_RIGHTS | PUBLISHER_RIGHTS
    edition = sign_until(submit(draft()), "签发")
    assert sign(edition, make_actor("签发")).state == "published"


def test_a_group_that_needs_nothing_has_nothing():
    assert not groups.permissions([], "default").exists()


# What their members may do


def test_editors_neither_sign_nor_publish_nor_withdraw():
    editor = make_actor("编辑")
    book = published()
    waiting = [sign_until(submit(draft()), stage) for stage in STAGES]
    planned = schedule()
    attempts = [
        *(lambda edition=edition: sign(edition, editor) for edition in waiting),
        *(lambda edition=edition: workflow.send_back(edition, editor, opinion="重写") for edition in waiting),
        lambda: workflow.publish_alone(waiting[0], editor, reason="急"),
        lambda: workflow.send_back(planned, editor, opinion="再等等"),
        lambda: workflow.withdraw(book, editor, reason="有误"),
        lambda: change_dates(book, editor, public_from=in_hours(-24)),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert [fresh(edition).state_label for edition in waiting] == ["待初审", "待复审", "待终审"]
    assert fresh(planned).state == "scheduled"
    assert (fresh(book).is_public, fresh(book).public_from) == (True, book.public_from)


@pytest.mark.parametrize("group", STAGES)
def test_those_who_sign_do_not_write(group):
    reader, edition = make_actor(group), draft()
    for attempt in (
        lambda: revise(edition.record, reader, title="新"),
        lambda: submit(edition, reader),
        lambda: workflow.restore(edition, reader),
        lambda: workflow.make_link(edition, reader, days=7),
    ):
        with pytest.raises(Refused, match="您没有修改的权限"):
            attempt()
    assert fresh(edition.record).head == edition


@pytest.mark.parametrize("group", ["初审", "复审"])
def test_only_the_last_stage_withdraws(group):
    book = published()
    with pytest.raises(Refused, match="撤稿需要发布权限"):
        workflow.withdraw(book, make_actor(group), reason="有误")
    workflow.withdraw(book, make_actor("终审"), reason="有误")
    assert not fresh(book).is_public


def test_whoever_may_add_saves_the_first_edition_and_no_second():
    person = make_actor()
    person.user.user_permissions.set(Permission.objects.filter(codename="add_book"))
    edition = draft(person)
    with pytest.raises(Refused, match="您没有修改的权限"):
        revise(edition.record, person, title="新")
    assert fresh(edition.record).head == edition


def test_an_account_that_is_out_of_use_has_no_rights():
    book, person = published(), make_actor("编辑", *STAGES, is_active=False)
    assert rights.may_edit(person.user, book)
    assert rights.may_withdraw(person.user, book)


# The account of what no person did


def test_the_system_cannot_log_in():
    user = system().user
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert (user.is_staff, user.is_superuser, user.groups.exists()) == (False, False, False)
    client = Client()
    assert not client.login(username="system", password="")
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 302


def test_there_is_one_system():
    assert system().user == system().user
    assert User.objects.filter(username="system").count() == 1


def test_the_account_of_the_system_is_named_by_the_settings(settings):
    settings.EDITIONS = {**settings.EDITIONS, "SYSTEM_USER": "robot", "SYSTEM_USER_NAME": "机器人"}
    assert (system().user.username, name_of(system().user)) == ("robot", "机器人")
