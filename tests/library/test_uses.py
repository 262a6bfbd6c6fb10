"""Where a photo or an attachment is used, and what that does not allow."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Feature
from portal.editions import workflow
from portal.editions.findings import unaccepted
from portal.editions.models import Action, AuditEntry
from portal.editions.people import Actor
from portal.editions.snapshots import take
from portal.library.findings import check
from portal.library.models import Attachment, Photo
from portal.library.uses import is_in_public_use, places, uses_of
from tests import factories as make
from tests.admin_pages import admin_url, change_page, changelist, count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db):
    return Actor(make.make_user(is_superuser=True, is_staff=True))


@pytest.fixture
def boss_client(boss):
    client = Client()
    client.force_login(boss.user)
    return client


def revised(record, actor, **values):
    """Give the draft in which ``values`` of ``record`` are others."""

    def change(row):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    return workflow.revise(record, actor, change)


def said(file):
    return [str(place) for place in places(file)]


# Where


def test_every_field_and_block_that_shows_a_photo_is_known():
    assert [(use.owner.__name__, use.model.__name__, use.name) for use in uses_of(Photo)] == [
        ("Committee", "Committee", "cover"),
        ("Committee", "CommitteePhoto", "photo"),
        ("Initiative", "Initiative", "cover"),
        ("Initiative", "InitiativePhoto", "photo"),
        ("Feature", "Feature", "cover"),
        ("Feature", "PhotoBlock", "photo"),
    ]
    assert [use.model.__name__ for use in uses_of(Attachment)] == ["AttachmentBlock"]


def test_a_photo_that_is_used_nowhere_is_used_nowhere():
    make.make_feature(cover=make.make_photo())
    assert said(make.make_photo()) == []


def test_each_use_is_named_with_how_public_it_is():
    photo = make.make_photo()
    make.make_feature("草稿", cover=photo, public_from=None)
    public = make.make_feature("公开的", cover=photo)
    make.make_photo_block(public, photo)
    make.make_committee_photo(make.make_committee("某党委"), photo)
    make.make_initiative("某举措", cover=photo, public_from=timezone.now() + timezone.timedelta(days=2))
    assert said(photo) == [
        "产业链组织“某党委”（图片，公开）",
        "新闻“公开的”（题图、图片，公开）",
        "服务链举措“某举措”（题图，已定时）",
        "新闻“草稿”（题图，草稿）",
    ]


def test_a_draft_of_something_public_is_named_with_its_edition(boss):
    photo, feature = make.make_photo(), make.make_feature("一篇")
    edition = revised(feature, boss, cover=photo)
    assert said(photo) == ["新闻“一篇”（题图，第2版，草稿）"]
    workflow.submit(edition, boss, secrecy_checked=True)
    assert said(photo) == ["新闻“一篇”（题图，第2版，待初审）"]
    assert not is_in_public_use(photo)


def test_blocks_of_a_draft_are_found_and_other_numbers_are_not(boss):
    photo, feature = make.make_photo(), make.make_feature("一篇")
    other = make.make_photo(id=photo.pk * 10)
    workflow.revise(feature, boss, lambda row: make.make_photo_block(row, other))
    assert said(other) == ["新闻“一篇”（图片，第2版，草稿）"]
    assert said(photo) == []


def test_what_only_older_editions_used_is_free(boss):
    photo, feature = make.make_photo(), make.make_feature()
    revised(feature, boss, cover=photo)
    revised(feature, boss, cover=None)
    assert said(photo) == []


def test_a_withdrawn_record_still_uses_its_photo(boss):
    photo = make.make_photo()
    workflow.withdraw(make.make_feature("撤了的", cover=photo), boss, reason="有误")
    assert said(photo) == ["新闻“撤了的”（题图，已撤稿）"]


def test_attachments_are_used_by_their_blocks():
    block = make.make_attachment_block(make.make_feature("一篇"))
    assert said(block.attachment) == ["新闻“一篇”（附件，公开）"]


def test_finding_uses_takes_the_same_queries_however_many_there_are(boss):
    counts = []
    photo = make.make_photo()
    for rows in (1, 5):
        for _ in range(rows):
            feature = make.make_feature(cover=photo)
            make.make_photo_block(feature, photo)
            revised(feature, boss, title="新标题")
        with CaptureQueriesContext(connection) as queries:
            places(photo)
        counts.append(len(queries))
    assert counts == [6, 6]


def test_the_form_lists_them_with_links(boss_client):
    photo = make.make_photo()
    feature = make.make_feature("一篇", cover=photo)
    text = boss_client.get(change_page(photo)).text
    assert f'<a href="{change_page(feature)}">一篇</a>（题图，公开）' in text
    assert "还没有用在任何地方" in boss_client.get(change_page(make.make_photo())).text


def test_the_form_takes_the_same_queries_for_one_use_and_for_many(boss_client):
    photo = make.make_photo()
    make.make_feature(cover=photo)
    boss_client.get(change_page(photo))
    few = count_queries(boss_client, change_page(photo))
    for _ in range(4):
        make.make_feature(cover=photo)
    assert count_queries(boss_client, change_page(photo)) == few


# Deleting


@pytest.fixture
def used(boss):
    """Each a way to use a photo: what makes one that is used so."""
    photos = {"public": make.make_photo(), "block": make.make_photo(), "draft": make.make_photo()}
    make.make_feature(cover=photos["public"])
    make.make_photo_block(make.make_feature(public_from=None), photos["block"])
    revised(make.make_feature("改动中"), boss, cover=photos["draft"])
    return photos


@pytest.mark.parametrize("way", ["public", "block", "draft"])
def test_what_is_used_is_not_deleted(boss_client, used, way):
    photo = used[way]
    for method in (boss_client.get, boss_client.post):
        response = method(admin_url(Photo, "delete", photo.pk), {"post": "yes"})
        assert response.status_code == 409
        assert "正在使用，不能删除" in response.text
    data = {"action": "delete_selected", "_selected_action": [photo.pk], "post": "yes"}
    boss_client.post(changelist(Photo), data)
    assert Photo.objects.filter(pk=photo.pk).exists()
    assert default_storage.exists(photo.image.name)


def test_what_nothing_uses_is_deleted_with_its_files_and_written_down(boss_client, shown, after_commit):
    photo = shown()
    with after_commit():
        response = boss_client.post(admin_url(Photo, "delete", photo.pk), {"post": "yes"})
    assert response.status_code == 302
    assert not Photo.objects.exists()
    assert not default_storage.exists(photo.image.name)
    assert default_storage.listdir(f"r/{photo.pk}-{photo.renditions['key']}")[1] == []
    assert AuditEntry.objects.get().action == Action.DELETED


def test_of_many_chosen_ones_none_goes_when_one_is_used(boss_client, used):
    free = make.make_photo()
    data = {"action": "delete_selected", "_selected_action": [free.pk, used["draft"].pk], "post": "yes"}
    response = boss_client.post(changelist(Photo), data)
    assert "新闻“改动中”（题图，第2版，草稿）" in response.text
    assert Photo.objects.filter(pk=free.pk).exists()


def test_deleting_needs_its_right(used):
    user = make.make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_photo", "change_photo"]))
    client = Client()
    client.force_login(user)
    assert client.post(admin_url(Photo, "delete", make.make_photo().pk), {"post": "yes"}).status_code == 403


# Without alternative text


def findings(record):
    return check(type(record), take(record), record)


def test_a_photo_without_alternative_text_blocks_what_uses_it():
    photo = make.make_photo(alt="", caption="车间")
    feature = make.make_feature(cover=photo)
    other = make.make_photo_block(feature, make.make_photo(alt="")).photo
    make.make_photo_block(feature, make.make_photo())
    found = findings(feature)
    assert [(finding.rule, finding.place, finding.blocks) for finding in found] == [
        (f"photo-alt:{photo.pk}", "题图", True),
        (f"photo-alt:{other.pk}", "图片", True),
    ]
    said = found[0]
    assert (said.context, said.address, said.address_name) == ("<mark>车间</mark>", change_page(photo), "填写替代文字")


def test_a_reason_to_keep_a_photo_without_words_is_none_to_keep_another(boss):
    """What is said of a photo may go while a story with it is under review."""
    other = make.make_photo()
    feature = make.make_feature(cover=make.make_photo(alt=""), public_from=None)
    make.make_photo_block(feature, other)
    edition = workflow.submit(workflow.adopt(feature), boss, secrecy_checked=True, accepted="只是底纹")
    assert unaccepted(findings(feature), edition) == []
    Photo.objects.filter(pk=other.pk).update(alt="")
    assert [finding.place for finding in unaccepted(findings(feature), edition)] == ["图片"]


def test_photos_that_say_what_is_on_them_are_no_finding(django_assert_num_queries):
    feature = make.make_feature(cover=make.make_photo())
    snapshot = take(feature)
    with django_assert_num_queries(1):
        assert check(Feature, snapshot, feature) == []


def test_a_record_without_photos_asks_nothing(django_assert_num_queries):
    milestone = make.make_milestone()
    snapshot = take(milestone)
    with django_assert_num_queries(0):
        assert check(type(milestone), snapshot, milestone) == []


def test_the_public_page_and_the_api_survive_an_empty_alternative_text(client):
    feature = make.make_feature(cover=make.make_photo(alt="", caption=""))
    make.make_photo_block(feature, make.make_photo(alt="", caption=""))
    assert client.get(feature.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/features/{feature.pk}/").json()["cover"]["alt"] == ""
