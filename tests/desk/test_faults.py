"""Records with faults: which are found, and where their links lead."""

import pytest
from django.contrib.auth.models import Permission

from chains.models import Committee, Indicator, Initiative, Milestone, Target
from news.models import Feature
from portal.library.models import Photo
from tests import factories as make
from tests.admin_pages import change_page
from tests.editions.shelves import superuser
from tests.links.texts import draft, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(person):
    return person("编辑")


def found(person, name):
    """Give ``[(title, note, address)]`` of one kind of fault on the desk, nothing where it is not there."""
    panel = person.panels().get(name)
    return [(row.title, row.note, row.url) for row in panel.rows] if panel else []


def test_photos_without_alt_text_come_first_where_they_are_in_use(editor):
    used, unused = make.make_photo(alt="", caption="用着的"), make.make_photo(alt="", caption="没用的")
    cover = make.make_photo(alt="", caption="")
    make.make_photo()
    make.make_photo_block(photo=used)
    make.make_committee(cover=cover, source=make.make_source())
    assert found(editor, "no-alt") == [
        (str(cover), "正在使用", f"{change_page(cover)}#id_alt"),
        ("用着的", "正在使用", f"{change_page(used)}#id_alt"),
        ("没用的", "", f"{change_page(unused)}#id_alt"),
    ]


def test_committees_members_initiatives_and_milestones_need_a_source(editor):
    source = make.make_source()
    committee = make.make_committee("甲党委")
    sourced = make.make_committee("乙党委", source=source)
    for known_from in (None, None, source):
        make.make_membership(sourced, source=known_from)
    initiative = make.make_initiative("举措")
    milestone = make.make_milestone("大事")
    make.make_initiative(source=source)
    make.make_milestone(source=source)
    make.make_committee("未公开的", public_from=None)
    assert found(editor, "no-source") == [
        ("甲党委", "", f"{change_page(committee)}#id_source"),
        ("乙党委", "2个成员没有来源", f"{change_page(sourced)}#memberships-group"),
        ("举措", "", f"{change_page(initiative)}#id_source"),
        ("大事", "", f"{change_page(milestone)}#id_source"),
    ]


def test_what_is_public_needs_a_summary(editor):
    source = make.make_source()
    story = make.make_feature("新闻", summary="")
    committee = make.make_committee("党委", summary="", source=source)
    initiative = make.make_initiative("举措", summary="", source=source)
    make.make_feature(summary="", public_from=None)
    make.make_feature()
    assert found(editor, "no-summary") == [
        (row, "", f"{change_page(record)}#id_summary")
        for row, record in (("新闻", story), ("党委", committee), ("举措", initiative))
    ]


def goal(period, *values, public=True, **kwargs):
    """A goal for ``period`` of an indicator with values for the periods ``values``."""
    indicator = make.make_indicator(**({} if public else {"public_from": None}))
    for value in values:
        make.make_observation(indicator, period=value)
    return make.make_target(indicator, period=period, **kwargs)


def test_a_goal_whose_period_is_over_needs_a_value_that_counts():
    missed = [goal("2021"), goal("2021", "2020"), goal("2021", "2021-Q2"), goal("2021-06", "2021-05")]
    goal("2021", "2021")
    goal("2021", "to 2021-06")
    goal("2021", "2021-Q1")
    goal("2999")
    goal("2021", public=False)
    goal(None, kind="limit")
    assert set(Target.objects.unmeasured()) == set(missed)


def test_the_rule_of_goals_without_a_value_is_that_of_their_progress():
    targets = [goal("2021"), goal("2021", "2021"), goal("2021", "2021-Q2"), goal("2021", "to 2021-06", "2020")]
    unmeasured = {target for target in targets if target.indicator.progress_to(target).observation is None}
    assert set(Target.objects.unmeasured()) == unmeasured


def test_a_goal_leads_to_the_targets_of_its_indicator(editor):
    indicator = goal("2021").indicator
    url = f"{change_page(indicator)}#targets-group"
    assert found(editor, "no-value") == [(indicator.name, "2021年目标没有数值", url)]


def test_a_dead_link_leads_to_the_record_that_holds_it(editor):
    story = publish(draft("/no/", title="有断链的新闻"), superuser())
    note = "本网没有这个页面。：/no/"
    assert found(editor, "dead-links") == [("有断链的新闻", note, change_page(story))]
    assert "有断链的新闻" in editor.client.get("/admin/desk/dead-links/").text


def test_more_than_four_lead_to_all_of_their_kind(editor):
    for number in range(6):
        make.make_milestone(f"大事{number}")
    panel = editor.panels()["no-source"]
    assert (panel.count, len(panel.rows)) == (6, 4)
    rows = editor.client.get(panel.more).context["rows"]
    assert [row.title for row in rows] == [f"大事{number}" for number in range(6)]


def test_nothing_amiss_is_said(editor):
    assert "公开的内容没有发现缺漏。" in editor.client.get("/admin/").text


@pytest.mark.parametrize("model", [Committee, Initiative, Milestone, Feature, Photo, Indicator])
def test_only_faults_of_records_that_one_may_see_are_listed(person, model):
    make.make_photo(alt="")
    make.make_committee(summary="")
    make.make_initiative(summary="")
    make.make_milestone()
    make.make_feature(summary="")
    goal("2021")
    somebody = person()
    for name in {model._meta.model_name, "milestone"}:
        somebody.user.user_permissions.add(Permission.objects.get(codename=f"view_{name}"))
    faults = somebody.client.get("/admin/").context["desk"]["faults"]
    assert {row.kind for panel in faults for row in panel.rows} == {model._meta.verbose_name, "大事记"}


def test_the_list_of_a_fault_is_for_those_who_see_its_records(person):
    assert person().client.get("/admin/desk/no-alt/").status_code == 403
