"""The table in the admin: who may do what, what is said, and that lists stay quick."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from portal.wording.models import Term
from tests.admin_pages import add_page, change_page, changelist, count_queries, errors_of, form_of
from tests.factories import make_term, make_user

pytestmark = pytest.mark.django_db


def signed_in(group):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def keeper():
    return signed_in("错敏词管理")


def test_a_keeper_of_the_table_adds_a_term(keeper):
    data = form_of(keeper.get(add_page(Term))) | {"wrong": "部暑", "right": "部署", "level": "serious"}
    assert keeper.post(add_page(Term), data).status_code == 302
    assert Term.objects.values_list("wrong", "right", "level", "is_active").get() == ("部暑", "部署", "serious", True)


def test_a_contradiction_is_said_at_its_field_and_keeps_what_was_typed(keeper):
    make_term("部暑", "部署")
    data = form_of(keeper.get(add_page(Term))) | {"wrong": "署", "reason": "不能丢的说明"}
    response = keeper.post(add_page(Term), data)
    assert errors_of(response) == ["“部暑”的正确写法“部署”里有这几个字。"]
    assert form_of(response)["reason"] == "不能丢的说明"


@pytest.mark.parametrize(("searched", "expected"), [("部署", ["部暑"]), ("同音", ["再接再励"]), ("没有", [])])
def test_terms_are_found_by_either_form_or_their_reason(keeper, searched, expected):
    make_term("部暑", "部署")
    make_term("再接再励", "再接再厉", reason="同音错字")
    listed = keeper.get(changelist(Term), {"q": searched}).context["cl"].result_list
    assert [term.wrong for term in listed] == expected


def test_the_list_is_filtered_by_level_use_and_whether_there_is_a_right_form(keeper):
    make_term("甲", "乙", level="serious")
    make_term("丙", is_active=False)
    for query, expected in (
        ({"level": "serious"}, ["甲"]),
        ({"is_active__exact": "0"}, ["丙"]),
        ({"right__isempty": "1"}, ["丙"]),
    ):
        listed = keeper.get(changelist(Term), query).context["cl"].result_list
        assert [term.wrong for term in listed] == expected, query


def test_the_list_takes_no_more_queries_for_more_terms(keeper):
    make_term("甲")
    before = count_queries(keeper, changelist(Term))
    for _ in range(30):
        make_term()
    assert count_queries(keeper, changelist(Term)) == before


def act(client, action, *terms):
    data = {"action": action, "_selected_action": [term.pk for term in terms]}
    return client.post(changelist(Term), data, follow=True)


def test_terms_are_switched_off_and_on_from_the_list(keeper):
    terms = [make_term("甲"), make_term("乙"), make_term("丙", is_active=False)]
    assert "已停用2条。" in act(keeper, "switch_off", *terms).text
    assert not Term.objects.active().exists()
    assert "已启用3条。" in act(keeper, "switch_on", *terms).text
    assert Term.objects.active().count() == 3


def test_what_would_contradict_the_table_stays_off(keeper):
    make_term("部暑", "部署")
    terms = [make_term("署", is_active=False), make_term("甲", is_active=False)]
    text = act(keeper, "switch_on", *terms).text
    assert "“署”没有启用：“部暑”的正确写法“部署”里有这几个字。" in text
    assert "已启用1条。" in text
    assert set(Term.objects.active().values_list("wrong", flat=True)) == {"部暑", "甲"}


def test_editors_look_the_table_up_and_change_nothing():
    term = make_term("甲", "乙")
    client = signed_in("编辑")
    Group.objects.get(name="编辑").permissions.add(
        *Group.objects.get(name="错敏词管理").permissions.filter(codename="view_term")
    )
    assert "甲" in client.get(changelist(Term)).text
    assert client.get(change_page(term)).status_code == 200
    assert client.post(change_page(term), {"wrong": "丙"}).status_code == 403
    assert client.get(add_page(Term)).status_code == 403
    act(client, "switch_off", term)
    assert Term.objects.active().count() == 1


def test_others_do_not_see_it(powerless_client):
    assert powerless_client.get(changelist(Term)).status_code == 403
