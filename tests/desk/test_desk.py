"""The desk: what each person finds on it, where it leads, and what it costs."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from chains.models import Committee
from news.models import Feature
from portal.desk.panels import MOST
from portal.editions import workflow
from portal.editions.models import Edition
from tests import factories as make
from tests.admin_pages import admin_url, change_page, count_queries

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.now() + timedelta(days=days)


# What waits for a signature


def test_what_waits_leads_to_the_page_of_the_signature(person):
    edition = person("编辑", last_name="张").submit("待审的稿件")
    reviewer = person("初审")
    (row,) = reviewer.panels()["waiting"].rows
    assert row.url == admin_url(Feature, "review", edition.object_id)
    assert (row.title, row.kind, row.marks) == ("待审的稿件", "新闻", (("review", "待初审"),))
    assert row.note.startswith("张")
    assert reviewer.client.get(row.url).status_code == 200


def test_what_one_may_only_return_comes_last_and_says_so(person):
    reviewer = person("初审", "复审")
    both = person("编辑").submit("签过初审的")
    reviewer.sign(both)
    person("编辑").submit("后来的")
    rows = reviewer.panels()["waiting"].rows
    assert [(row.title, [label for _, label in row.marks]) for row in rows] == [
        ("后来的", ["待初审"]),
        ("签过初审的", ["待复审", "只能退回"]),
    ]


def test_all_kinds_of_records_wait_in_one_list(person):
    editor = person("编辑")
    committee = make.make_committee("新组织", public_from=None)
    workflow.submit(workflow.adopt(committee, editor.actor), editor.actor, secrecy_checked=True)
    editor.submit("新稿件")
    found = {row.title: row.url for row in person("初审").panels()["waiting"].rows}
    feature = Feature.objects.get(title="新稿件")
    assert found == {
        "新组织": admin_url(Committee, "review", committee.pk),
        "新稿件": admin_url(Feature, "review", feature.pk),
    }


def test_who_signs_nowhere_has_no_list_of_what_waits(person):
    person("编辑").submit("待审的稿件")
    assert "waiting" not in person("编辑").panels()


def test_a_superuser_sees_what_is_under_review_and_is_asked_for_nothing(person):
    edition = person("编辑").submit("待审的稿件")
    superuser = person(is_superuser=True)
    panels = superuser.panels()
    assert "waiting" not in panels
    assert [row.url for row in panels["review"].rows] == [admin_url(Feature, "change", edition.object_id)]


def test_a_superuser_of_a_stage_is_asked_for_what_waits_there(person):
    person("编辑").submit("待审的稿件")
    superuser = person("初审", is_superuser=True)
    assert superuser.titles("waiting") == ["待审的稿件"]
    assert "review" not in superuser.panels()


def test_only_records_that_one_may_see_are_listed(person):
    edition = person("编辑").submit("待审的稿件")
    outsider = person()
    outsider.user.groups.create(name="初审一组")
    outsider.user.user_permissions.add(Permission.objects.get(codename="view_committee"))
    assert outsider.titles("published") == []
    assert edition.title not in outsider.client.get("/admin/").text


# Drafts and what came back


def test_what_came_back_stands_first_with_the_opinion(person):
    editor, reviewer = person("编辑"), person("初审")
    workflow.send_back(editor.submit("退回的"), reviewer.actor, opinion="标题再想一想。" * 20)
    editor.write("还在写的")
    returned, draft = editor.panels()["mine"].rows
    assert (returned.title, returned.marks, draft.title) == ("退回的", (("returned", "已退回"),), "还在写的")
    page = editor.client.get("/admin/").text
    assert "标题再想一想。标题再想一想。" in page
    assert "标题再想一想。" * 20 not in page


def test_a_schedule_that_failed_says_why(person, signed_by):
    editor = person("编辑")
    edition = signed_by(editor.submit("定时的"), publish_at=in_days(1))
    Edition.objects.filter(pk=edition.pk).update(publish_at=in_days(-1), fingerprint="broken")
    workflow.publish_due()
    (row,) = editor.panels()["mine"].rows
    assert row.quote.startswith("定时发布失败。")


def test_drafts_of_others_and_what_is_under_way_are_not_mine(person):
    editor = person("编辑")
    person("编辑").write("别人的")
    taken = editor.write("先是我的")
    person("编辑").write("后来别人的", Feature.objects.get(pk=taken.object_id))
    editor.submit("送审的")
    editor.write("我的")
    assert editor.titles("mine") == ["我的"]


def test_who_begins_is_told_with_what(person):
    editor = person("编辑")
    page = editor.client.get("/admin/").text
    assert "您手上还没有稿件" in page
    assert f'href="{admin_url(Feature, "add")}">写新闻</a>' in page
    editor.write("第一篇")
    assert "您手上还没有稿件" not in editor.client.get("/admin/").text


def test_who_only_signs_is_offered_nothing_to_write(person):
    reviewer = person("初审")
    assert "mine" not in reviewer.panels()
    assert "写新闻" not in reviewer.client.get("/admin/").text


# Schedules and publications


def test_what_comes_next_stands_first(person, signed_by):
    editor = person("编辑")
    for days in (3, 1, 2):
        signed_by(editor.submit(f"{days}天后"), publish_at=in_days(days))
    panel = editor.panels()["scheduled"]
    assert [row.title for row in panel.rows] == ["1天后", "2天后", "3天后"]
    assert {row.note for row in panel.rows} == {"终审定时"}


def test_the_last_eight_that_came_out_are_listed_with_who_let_them_out(person, signed_by):
    editor = person("编辑")
    for number in range(MOST + 2):
        adopt_published(f"旧稿{number}", days=number + 1)
    signed_by(editor.submit("新稿"))
    rows = editor.panels()["published"].rows
    assert [row.title for row in rows] == ["新稿", *(f"旧稿{number}" for number in range(MOST - 1))]
    assert rows[0].note == "终审发布"


def adopt_published(title, days):
    return workflow.adopt(make.make_feature(title, public_from=in_days(-days)))


def test_a_record_that_came_out_twice_is_listed_once(person, signed_by):
    editor = person("编辑")
    edition = signed_by(editor.submit("先"))
    signed_by(editor.submit("后", Feature.objects.get(pk=edition.object_id)))
    assert editor.titles("published") == ["后"]


def test_what_was_withdrawn_or_deleted_is_listed_no_longer(person, signed_by):
    editor, boss = person("编辑"), person(is_superuser=True)
    withdrawn = signed_by(editor.submit("撤下的"))
    workflow.withdraw(withdrawn.record, boss.actor, reason="有误")
    deleted = signed_by(editor.submit("删掉的"))
    Feature.objects.filter(pk=deleted.object_id).update(public_until=in_days(-1))
    workflow.delete(Feature.objects.get(pk=deleted.object_id), boss.actor)
    assert editor.titles("published") == []


# The lists in full


def test_more_than_eight_are_counted_and_lead_to_all_of_them(person):
    editor, reviewer = person("编辑"), person("初审")
    for number in range(MOST + 2):
        editor.submit(f"稿件{number}")
    panel = reviewer.panels()["waiting"]
    assert (panel.count, len(panel.rows)) == (MOST + 2, MOST)
    rows = reviewer.client.get(panel.more).context["rows"]
    assert [row.title for row in rows] == [f"稿件{number}" for number in range(MOST + 2)]


def test_a_list_has_pages(person, monkeypatch):
    monkeypatch.setattr("portal.desk.views.PER_PAGE", 2)
    editor = person("编辑")
    for number in range(3):
        editor.write(f"草稿{number}")
    first, last, beyond = (editor.client.get("/admin/desk/mine/", {"p": page}) for page in ("1", "2", "99x"))
    assert [row.title for row in first.context["rows"]] == ["草稿2", "草稿1"]
    assert [row.title for row in last.context["rows"]] == ["草稿0"]
    assert beyond.context["page"].number == 1
    assert '<a href="?p=2" rel="next">下一页</a>' in first.text


def test_an_empty_list_says_so(person):
    assert "没有草稿，也没有退回的稿件。" in person("编辑").client.get("/admin/desk/mine/").text


def test_a_list_is_for_those_who_have_it(person, client):
    assert person("编辑").client.get("/admin/desk/waiting/").status_code == 403
    assert person("编辑").client.get("/admin/desk/nothing/").status_code == 404
    assert client.get("/admin/desk/mine/").status_code == 302


# Rights and costs


def test_who_has_no_rights_has_an_empty_desk(powerless_client):
    make.make_milestone()
    response = powerless_client.get("/admin/")
    assert response.status_code == 200
    assert response.context["desk"] == {"steps": [], "is_new": True, "work": [], "columns": [], "faults": None}
    assert "没有查看或编辑的权限" in response.text


def fill(person, signed_by, count):
    """Let there be ``count`` of everything that the desk lists."""
    editor = person("编辑", last_name="编辑")
    for number in range(count):
        editor.submit(f"待审{number}")
        workflow.send_back(editor.submit(f"退回{number}"), person("初审").actor, opinion="重写")
        signed_by(editor.submit(f"定时{number}"), publish_at=in_days(1))
        signed_by(editor.submit(f"发布{number}"))
        committee = make.make_committee(summary="")
        make.make_membership(committee)
        make.make_milestone()
        make.make_photo_block(photo=make.make_photo(alt=""))
        make.make_target(period="2021")
        make.make_correction(make.make_figure_block().observation)
    return editor


# Who is asking and with what rights (4), the name of the site, the groups, what waits and comes and came, the columns,
# stories whose figures moved (3), faults; the links' report has two of its own. A superuser is not asked for rights.
@pytest.mark.parametrize(("groups", "is_superuser", "queries"), [(["编辑", "初审"], False, 14), ([], True, 12)])
def test_the_desk_takes_the_same_queries_however_much_there_is(person, signed_by, groups, is_superuser, queries):
    somebody = person(*groups, is_superuser=is_superuser)
    counts = []
    for rows in (1, 2):
        fill(person, signed_by, rows)
        counts.append(count_queries(somebody.client, "/admin/"))
    assert counts == [queries, queries]


def test_every_link_of_a_full_desk_leads_somewhere(person, signed_by):
    fill(person, signed_by, 1)
    somebody = person(is_superuser=True)
    desk = somebody.client.get("/admin/").context["desk"]
    rows = [row for panel in (*desk["work"], *desk["faults"]) for row in panel.rows]
    addresses = {row.url.partition("#")[0] for row in rows} | {row["url"] for row in desk["columns"]}
    assert {address: somebody.client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_a_title_is_text(person):
    editor = person("编辑")
    editor.write("<b>标题</b>")
    page = editor.client.get("/admin/").text
    assert "&lt;b&gt;标题&lt;/b&gt;" in page
    assert "<b>标题" not in page


def test_everything_there_is_to_manage_stays_at_hand(person):
    page = person("编辑").client.get("/admin/").text
    assert f'<a href="{admin_url(Committee, "changelist")}">产业链组织</a>' in page
    assert f'<a class="addlink" href="{admin_url(Feature, "add")}" aria-label="新增新闻">新增</a>' in page


def test_a_moved_figure_stays_on_the_desk(person):
    block = make.make_figure_block()
    make.make_correction(block.observation)
    assert f'<a href="{change_page(block.parent)}">' in person("编辑").client.get("/admin/").text
