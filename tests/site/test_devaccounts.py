"""The accounts to try the portal with."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from chains.models import Committee, Observation
from news.models import Feature
from tests.admin_pages import add_page, changelist

pytestmark = pytest.mark.django_db


ACCOUNTS = {"admin", "editor", "reviewer1", "reviewer2", "reviewer3"}


@pytest.fixture
def development(settings):
    settings.DEBUG = True


def devaccounts():
    out = StringIO()
    call_command("devaccounts", address="http://127.0.0.1:8000/", stdout=out)
    return out.getvalue()


def test_outside_development_no_account_is_made():
    with pytest.raises(CommandError, match="开发环境"):
        devaccounts()
    assert not get_user_model().objects.exists()


@pytest.mark.usefixtures("development")
def test_it_says_where_the_portal_is_and_who_may_enter():
    said = devaccounts()
    assert "网站：http://127.0.0.1:8000/\n" in said
    assert "编辑后台：http://127.0.0.1:8000/admin/\n" in said
    assert all(name in said for name in ACCOUNTS)


@pytest.mark.usefixtures("development")
def test_all_accounts_sign_in_with_the_password_that_is_told(client):
    devaccounts()
    for name in ACCOUNTS:
        assert client.login(username=name, password=name)


@pytest.mark.usefixtures("development")
def test_the_editor_writes_content_and_does_not_manage_accounts(client):
    devaccounts()
    client.login(username="editor", password="editor")
    for url in (add_page(Committee), add_page(Feature), changelist(Observation)):
        assert client.get(url).status_code == 200
    for url in (changelist(User), add_page(User), changelist(Group), add_page(Observation)):
        assert client.get(url).status_code == 403


@pytest.mark.usefixtures("development")
def test_a_second_run_keeps_changed_passwords_and_makes_nothing_twice(client):
    devaccounts()
    editor = User.objects.get(username="editor")
    editor.set_password("changed")
    editor.save()
    devaccounts()
    assert client.login(username="editor", password="changed")
    assert set(User.objects.values_list("username", flat=True)) == ACCOUNTS
    assert [group.name for group in editor.groups.all()] == ["编辑"]
