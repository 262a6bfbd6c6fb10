"""Committees, initiatives and milestones in the admin, and what all records there have in common."""

import pytest
from django.contrib.auth.models import Permission

from chains.models import (
    Committee,
    CommitteeText,
    Industry,
    Initiative,
    Membership,
    Milestone,
    Organization,
    Source,
)
from tests import factories as make
from tests.admin_pages import add_block, add_page, add_row, change_page, changelist, errors_of, form_of, lost

pytestmark = pytest.mark.django_db

MEMBERS = "memberships"
TEXTS = "chains_committeetext_set"


def new_committee(client, **values):
    data = form_of(client.get(add_page(Committee)))
    return data | {"name": "激光装备产业链党委", "kind": "chain_committee", **values}


# Writing


def test_an_editor_adds_a_committee_with_its_members_and_body(editor_client):
    industry, leader, supplier, source = (
        make.make_industry(),
        make.make_organization(),
        make.make_organization(),
        make.make_source(),
    )
    data = new_committee(editor_client, industry=industry.pk, founded="2020年", summary="一句简介。")
    add_row(data, MEMBERS, organization=leader.pk, role="leader", joined="2021-03", source=source.pk, note="")
    add_row(data, MEMBERS, organization=supplier.pk, role="supporting", joined="", source="", note="")
    add_block(data, TEXTS, 10, text="<p>党委成立。</p>")
    response = editor_client.post(add_page(Committee), data)
    assert response.status_code == 302
    committee = Committee.objects.get()
    assert (committee.slug, str(committee.founded)) == ("ji-guang-zhuang-bei-chan-ye-lian-dang-wei", "2020")
    assert {(row.organization, row.role) for row in committee.memberships.all()} == {
        (leader, "leader"),
        (supplier, "supporting"),
    }
    assert [block.text for block in committee.body] == ["<p>党委成立。</p>"]
    assert not committee.is_public


def test_saving_an_untouched_form_keeps_every_part_and_its_key(editor_client):
    committee = make.make_committee()
    members = {make.make_membership(committee, source=make.make_source(), joined="2021-03").pk for _ in "ab"}
    blocks = [make.make_committee_text(committee), make.make_committee_photo(committee)]
    data = form_of(editor_client.get(change_page(committee)))
    assert editor_client.post(change_page(committee), data).status_code == 302
    assert set(committee.memberships.values_list("pk", flat=True)) == members
    assert Committee.objects.get().body == blocks


def test_a_committee_with_hundreds_of_members_is_saved(editor_client):
    committee = make.make_committee(public_from=None)
    for _ in range(250):
        make.make_membership(committee)
    data = form_of(editor_client.get(change_page(committee)))
    assert len(data) > 1000
    assert editor_client.post(change_page(committee), data | {"summary": "改过的简介。"}).status_code == 302
    assert Committee.objects.get().summary == "改过的简介。"


def test_parts_are_changed_deleted_added_and_put_in_another_order(editor_client):
    committee = make.make_committee(public_from=None)
    first, _, third = (make.make_committee_text(committee, f"<p>{n}</p>") for n in "一二三")
    data = form_of(editor_client.get(change_page(committee)))
    data |= {
        f"{TEXTS}-0-text": "<p>一改</p>",
        f"{TEXTS}-0-ordering": third.ordering + 10,
        f"{TEXTS}-1-DELETE": "on",
    }
    add_block(data, TEXTS, third.ordering + 20, text="<p>四</p>")
    assert editor_client.post(change_page(committee), data).status_code == 302
    body = Committee.objects.get().body
    assert [block.text for block in body] == ["<p>三</p>", "<p>一改</p>", "<p>四</p>"]
    assert [block.pk for block in body[:2]] == [third.pk, first.pk]


def test_one_organization_twice_in_one_role_is_refused_with_everything_still_there(editor_client):
    organization = make.make_organization("浪潮集团")
    data = new_committee(editor_client, summary="不能丢的简介")
    for _ in range(2):
        add_row(data, MEMBERS, organization=organization.pk, role="leader", joined="", source="", note="备注")
    response = editor_client.post(add_page(Committee), data)
    assert response.status_code == 200
    assert "这个单位已以同一角色列为成员。" in errors_of(response)
    assert lost(data, response) == {}
    assert "浪潮集团" in response.text
    assert not Committee.objects.exists()


def test_one_organization_may_have_two_roles(editor_client):
    organization = make.make_organization()
    data = new_committee(editor_client)
    for role in ("leader", "founding"):
        add_row(data, MEMBERS, organization=organization.pk, role=role, joined="", source="", note="")
    assert editor_client.post(add_page(Committee), data).status_code == 302


@pytest.mark.parametrize("day", ["2022-13", "2022-06-31", "去年"])
def test_a_day_that_does_not_exist_is_refused_at_its_field(editor_client, day):
    response = editor_client.post(add_page(Committee), new_committee(editor_client, founded=day))
    assert response.status_code == 200
    assert "founded" in response.context["adminform"].form.errors
    assert form_of(response)["founded"] == day


def test_a_committee_cannot_lead_itself(editor_client):
    committee = make.make_committee()
    data = form_of(editor_client.get(change_page(committee))) | {"led_by": committee.pk}
    assert "一个组织不能由自己牵头。" in errors_of(editor_client.post(change_page(committee), data))


def test_a_milestone_is_about_one_thing_only(editor_client):
    about = {"committee": make.make_committee().pk, "initiative": make.make_initiative().pk}
    data = form_of(editor_client.get(add_page(Milestone))) | {"title": "成立", "date": "2021-03"}
    response = editor_client.post(add_page(Milestone), data | about)
    assert response.status_code == 200
    assert errors_of(response) == ["有关组织和有关举措只能选一个。"]
    assert editor_client.post(add_page(Milestone), data).status_code == 302


def test_a_source_gets_its_slug_from_its_title(editor_client):
    data = form_of(editor_client.get(add_page(Source))) | {"title": "产业报道", "outlet": "齐鲁壹点"}
    assert editor_client.post(add_page(Source), data).status_code == 302
    assert Source.objects.get().slug == "chan-ye-bao-dao"


def test_the_order_of_industries_is_changed_in_their_list(editor_client):
    industry = make.make_industry()
    data = form_of(editor_client.get(changelist(Industry))) | {"form-0-position": "7", "_save": "1"}
    assert editor_client.post(changelist(Industry), data).status_code == 302
    assert Industry.objects.get(pk=industry.pk).position == 7


# Addresses


@pytest.mark.parametrize(
    "make_record", [make.make_committee, make.make_initiative, make.make_indicator, make.make_milestone]
)
def test_the_slug_of_a_public_record_cannot_be_changed(editor_client, make_record):
    record = make_record(slug="old")
    data = form_of(editor_client.get(change_page(record)))
    assert "slug" not in data
    assert editor_client.post(change_page(record), data | {"slug": "new"}).status_code == 302
    record.refresh_from_db()
    assert record.slug == "old"


def test_the_slug_of_a_withdrawn_record_cannot_be_changed(editor_client):
    record = make.make_initiative(slug="old", public_until=make.an_hour_ago())
    data = form_of(editor_client.get(change_page(record)))
    assert "slug" not in data
    assert editor_client.post(change_page(record), data | {"slug": "new", "name": "改名"}).status_code == 302
    record.refresh_from_db()
    assert (record.head.title, record.head.snapshot["fields"]["slug"]) == ("改名", "old")


def test_the_slug_of_a_record_that_is_not_public_can_be_changed(editor_client):
    record = make.make_initiative(slug="old", public_from=None)
    data = form_of(editor_client.get(change_page(record))) | {"slug": "new"}
    assert editor_client.post(change_page(record), data).status_code == 302
    record.refresh_from_db()
    assert record.slug == "new"


def test_the_slug_of_a_record_without_publishing_is_fixed_once_it_is_saved(editor_client):
    source = make.make_source(slug="old")
    data = form_of(editor_client.get(change_page(source)))
    editor_client.post(change_page(source), data | {"slug": "new", "title": "改名"})
    source.refresh_from_db()
    assert (source.slug, source.title) == ("old", "改名")


def test_only_a_public_record_links_to_its_page(editor_client):
    public, hidden = make.make_committee(), make.make_committee(public_from=None)
    assert 'class="viewsitelink"' in editor_client.get(change_page(public)).text
    assert 'class="viewsitelink"' not in editor_client.get(change_page(hidden)).text


# Finding


def test_a_committee_is_found_by_a_member_and_still_counts_all_members(editor_client):
    committee = make.make_committee()
    make.make_membership(committee, make.make_organization("浪潮集团"))
    make.make_membership(committee, make.make_organization("浪潮软件"))
    make.make_membership(committee)
    make.make_committee()
    response = editor_client.get(changelist(Committee), {"q": "浪潮"})
    assert [(row, row.member_count) for row in response.context["cl"].result_list] == [(committee, 3)]


def test_records_are_filtered_by_the_year_of_a_partial_date(editor_client):
    rows = [make.make_milestone(date=date) for date in ("2021", "2021-03", "2022-06-01")]
    response = editor_client.get(changelist(Milestone), {"date_year": "2021"})
    assert set(response.context["cl"].result_list) == set(rows[:2])
    assert "2021年3月" in response.text


@pytest.mark.parametrize("model", [Committee, Initiative, Milestone, Organization, Source, Industry])
def test_any_words_can_be_searched_for(editor_client, model):
    assert editor_client.get(changelist(model), {"q": "2022年 突破' 50%"}).status_code == 200


# Rights


@pytest.mark.parametrize("model", [Committee, Initiative, Milestone, Organization, Source, Industry])
def test_someone_without_rights_is_refused(powerless_client, model):
    make_row = {
        Committee: make.make_committee,
        Initiative: make.make_initiative,
        Milestone: make.make_milestone,
        Organization: make.make_organization,
        Source: make.make_source,
        Industry: make.make_industry,
    }[model]
    row = make_row()
    for url in (changelist(model), add_page(model), change_page(row)):
        assert powerless_client.get(url).status_code == 403
        assert powerless_client.post(url, {}).status_code == 403


def test_someone_who_may_only_look_cannot_save(client):
    user = make.make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_committee"))
    client.force_login(user)
    committee = make.make_committee(public_from=None)
    before = committee.name
    assert client.get(change_page(committee)).status_code == 200
    assert client.post(change_page(committee), {"name": "改名"}).status_code == 403
    committee.refresh_from_db()
    assert (committee.name, committee.head) == (before, None)


# Deleting


def test_an_organization_in_use_is_kept_and_the_page_says_who_uses_it(editor_client):
    membership = make.make_membership()
    url = change_page(membership.organization).replace("/change/", "/delete/")
    response = editor_client.get(url)
    assert response.status_code == 200
    assert str(membership) in response.text
    assert editor_client.post(url, {"post": "yes"}).status_code == 200
    assert Organization.objects.filter(pk=membership.organization.pk).exists()


def test_a_committee_is_deleted_with_its_parts(editor_client):
    committee = make.make_membership(make.make_committee(public_from=None)).committee
    make.make_committee_text(committee)
    url = change_page(committee).replace("/change/", "/delete/")
    assert editor_client.post(url, {"post": "yes"}).status_code == 302
    assert not Membership.objects.exists()
    assert not CommitteeText.objects.exists()


# Safety


def test_the_shell_and_the_admin_keep_the_same_html(editor_client):
    dirty = (
        '<h2 style="color:red" onclick="x()">标题</h2><script>alert(1)</script><p class="a">正文'
        '<a href="javascript:alert(1)">坏</a><a href="https://example.com/" target="_blank">好</a></p>'
    )
    shell = make.make_committee_text(text=dirty).parent
    data = new_committee(editor_client)
    add_block(data, TEXTS, 10, text=dirty)
    editor_client.post(add_page(Committee), data)
    admin = Committee.objects.exclude(pk=shell.pk).get()
    texts = {CommitteeText.objects.get(parent=parent).text for parent in (shell, admin)}
    assert len(texts) == 1
    text = texts.pop()
    assert text.startswith("<h2>标题</h2><p>正文")
    assert '<a href="https://example.com/"' in text
    for bad in ("script", "style", "onclick", "class=", "target="):
        assert bad not in text


def test_a_block_of_another_record_cannot_be_copied_by_its_key(editor_client):
    foreign = make.make_text()
    committee = make.make_committee()
    data = form_of(editor_client.get(change_page(committee)))
    data |= {"_clone": f"news.text:{foreign.pk}", "_clone_region": "body", "_clone_ordering": "10"}
    assert editor_client.post(change_page(committee), data).status_code == 302
    assert foreign.parent.news_text_set.count() == 1
