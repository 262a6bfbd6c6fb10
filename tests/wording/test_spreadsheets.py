"""The table of wrong forms as a spreadsheet."""

import pytest
from django.contrib.auth.models import Permission

from portal.editions.models import Action, AuditEntry
from portal.wording.models import Term
from tests import factories as make
from tests.sheets import changes, confirm, export, labels, mistakes, send, xlsx

pytestmark = pytest.mark.django_db

HEADS = ["错误写法", "正确写法", "级别", "说明"]


@pytest.fixture(autouse=True)
def empty_table(db):
    Term.objects.all().delete()


@pytest.fixture
def keeper_client(editor, editor_client):
    """Somebody who keeps the table."""
    editor.user_permissions.add(*Permission.objects.filter(content_type__app_label="wording"))
    return editor_client


def test_terms_are_added_and_changed(keeper_client):
    make.make_term("高新开发区", "高新区")
    rows = [["高新开发区", "高新区", "严重", "全称有误"], ["Ａ股份", "A股", "一般", None], ["帐号", "账号", None, None]]
    page = send(keeper_client, "terms", xlsx(HEADS, *rows))
    assert labels(page) == [(2, "修改"), (3, "新增"), (4, "新增")]
    assert changes(page)[2] == {"级别": ("一般", "严重"), "说明": ("", "全称有误")}
    confirm(keeper_client, "terms", page)
    assert set(Term.objects.values_list("wrong", "right", "level")) == {
        ("高新开发区", "高新区", "serious"),
        ("A股份", "A股", "ordinary"),
        ("帐号", "账号", "ordinary"),
    }
    assert AuditEntry.objects.filter(action=Action.IMPORTED).count() == 3


def test_terms_that_contradict_each_other_in_one_file_are_refused(keeper_client):
    page = send(keeper_client, "terms", xlsx(HEADS, ["甲乙", "甲丙", "严重", ""], ["甲丙", "甲丁", "严重", ""]))
    assert [(number, column) for number, column, _ in mistakes(page)] == [(3, "错误写法")]
    assert not Term.objects.exists()


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_exported_table_is_read_back_without_a_change(keeper_client, suffix):
    make.make_term("=高新", "+区", level="serious", reason="@理由", exceptions="甲、乙", is_active=False)
    page = send(keeper_client, "terms", export(keeper_client, "terms", suffix).content, f"a.{suffix}")
    assert labels(page) == [(2, "不变")]


def test_whoever_does_not_keep_the_table_cannot_import(editor, editor_client):
    editor.user_permissions.add(Permission.objects.get(codename="view_term"))
    assert send(editor_client, "terms", xlsx(HEADS, ["甲", "乙", "", ""])).status_code == 403


def test_a_wrong_form_stands_in_one_line(keeper_client):
    """Texts are searched as one, with line breaks between them."""
    page = send(keeper_client, "terms", xlsx(HEADS, ["甲\n乙", "丙\n丁", "严重", ""]))
    sentence = "请写在一行里，不要换行。"
    assert mistakes(page) == [(2, "错误写法", sentence), (2, "正确写法", sentence)]
