"""Many photos at once: each with an answer of its own, and words for all of them on one page."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from portal.library.models import Photo
from tests import factories as make
from tests.admin_pages import admin_url, change_page, changelist, count_queries, form_of

from .samples import from_a_telephone, upload

pytestmark = pytest.mark.django_db

UPLOAD, DESCRIBE = admin_url(Photo, "upload"), admin_url(Photo, "describe")


def files(*colors):
    return [upload(make.png(color=color), f"{color}.png") for color in colors]


def described(keys):
    return f"{DESCRIBE}?ids={','.join(map(str, keys))}"


def client_with(*codenames):
    user = make.make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


# Uploading


def test_good_files_are_taken_and_bad_ones_named(editor_client):
    bad = upload(b"<svg/>", "画.jpg")
    response = editor_client.post(UPLOAD, {"photos": [*files("red", "blue"), bad]})
    assert {photo.alt for photo in Photo.objects.all()} == {""}
    assert Photo.objects.count() == 2
    assert "画.jpg：这是SVG绘图文件" in response.text
    keys = Photo.objects.order_by("pk").values_list("pk", flat=True)
    assert f'href="{described(keys)}"' in response.text


def test_the_same_picture_is_left_out_and_the_one_there_is_named(editor_client):
    photo = make.make_photo(caption="楼")
    response = editor_client.post(UPLOAD, {"photos": files("navy", "red", "red")})
    assert "navy.png：图片库里已有同一张（楼），没有再存。" in response.text
    assert f'href="{change_page(photo)}"' in response.text
    assert Photo.objects.count() == 2


def test_a_script_is_answered_file_by_file(editor_client):
    headers = {"accept": "application/json"}
    taken = editor_client.post(UPLOAD, {"photos": files("red")}, headers=headers).json()["outcomes"]
    photo = Photo.objects.get()
    assert taken == [
        {
            "name": "red.png",
            "key": photo.pk,
            "sentence": "",
            "thumbnail": photo.image.url,
            "address": change_page(photo),
        }
    ]
    refused = editor_client.post(UPLOAD, {"photos": [upload(b"", "空.png")]}, headers=headers).json()["outcomes"]
    assert refused[0]["sentence"].startswith("这是空文件")


def test_photos_that_come_so_are_cleaned_as_well(editor_client):
    editor_client.post(UPLOAD, {"photos": [upload(from_a_telephone(), "a.jpg")]})
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (20, 40)
    with photo.image.open() as file:
        assert b"Telephone" not in file.read()


def test_nothing_chosen_and_too_many_are_said(editor_client, monkeypatch):
    monkeypatch.setattr("portal.library.admin.bulk.MOST_SENT", 1)
    assert "还没有选图片。" in editor_client.post(UPLOAD, {}).text
    assert "这些没有上传：blue.png。" in editor_client.post(UPLOAD, {"photos": files("red", "blue")}).text


def test_the_list_leads_to_it_for_whoever_may_add(editor_client):
    assert UPLOAD in editor_client.get(changelist(Photo)).text
    assert UPLOAD not in client_with("view_photo").get(changelist(Photo)).text


@pytest.mark.parametrize("codenames", [[], ["view_photo", "change_photo"]])
def test_uploading_needs_the_right_to_add(codenames):
    client = client_with(*codenames)
    assert client.get(UPLOAD).status_code == 403
    assert client.post(UPLOAD, {"photos": files("red")}).status_code == 403
    assert not Photo.objects.exists()


# Describing


@pytest.fixture
def photos(db):
    return [make.make_photo(alt="", caption="", credit="") for _ in range(3)]


def fill(client, photos, **values):
    address = described(photo.pk for photo in photos)
    return client.post(address, form_of(client.get(address)) | values)


def test_words_are_saved_for_all_at_once(editor_client, photos):
    words = {f"{photo.pk}-alt": f"第{number}张" for number, photo in enumerate(photos)}
    response = fill(editor_client, photos, **words, **{f"{photos[0].pk}-taken_on": "2022年6月"})
    assert response.url == changelist(Photo)
    assert [photo.alt for photo in Photo.objects.order_by("pk")] == ["第0张", "第1张", "第2张"]
    assert str(Photo.objects.earliest("pk").taken_on) == "2022-06"


def test_what_is_common_fills_only_what_is_empty(editor_client, photos):
    fill(editor_client, photos, credit="张三", taken_on="2022", **{f"{photos[1].pk}-credit": "李四"})
    assert [photo.credit for photo in Photo.objects.order_by("pk")] == ["张三", "李四", "张三"]
    assert {str(photo.taken_on) for photo in Photo.objects.all()} == {"2022"}


def test_some_may_wait_and_the_page_says_how_many(editor_client, photos):
    response = fill(editor_client, photos, **{f"{photos[0].pk}-alt": "楼"})
    assert response.url == described(photo.pk for photo in photos)
    assert "还有2张没有替代文字" in editor_client.get(response.url).text
    assert set(Photo.objects.without_alt()) == set(photos[1:])


def test_one_slip_saves_nothing_and_loses_nothing(editor_client, photos):
    response = fill(editor_client, photos, **{f"{photos[0].pk}-alt": "楼", f"{photos[2].pk}-taken_on": "那年夏天"})
    assert response.status_code == 200
    assert "没有保存：有1处要改" in response.text
    assert form_of(response)[f"{photos[0].pk}-alt"] == "楼"
    assert form_of(response)[f"{photos[2].pk}-taken_on"] == "那年夏天"
    assert Photo.objects.without_alt().count() == 3


def test_only_the_chosen_ones_can_be_changed(editor_client, photos):
    address = described([photos[0].pk])
    data = form_of(editor_client.get(address)) | {f"{photos[1].pk}-alt": "别的"}
    editor_client.post(address, data)
    assert Photo.objects.without_alt().count() == 3


@pytest.mark.parametrize("ids", ["", "x", "999", "1,x,,2;3", "1" * 30])
def test_addresses_that_name_no_photo_say_so(editor_client, ids):
    assert "没有要填写的图片" in editor_client.get(f"{DESCRIBE}?ids={ids}").text


def test_more_than_a_page_holds_are_said_to_wait(editor_client, photos, monkeypatch):
    monkeypatch.setattr("portal.library.admin.bulk.MOST_DESCRIBED", 2)
    text = editor_client.get(described(photo.pk for photo in photos)).text
    assert "一次最多填写2张" in text
    assert f"{photos[2].pk}-alt" not in text


def test_describing_needs_the_right_to_change(photos):
    client = client_with("view_photo", "add_photo")
    assert client.get(described([photos[0].pk])).status_code == 403
    assert client.post(described([photos[0].pk]), {}).status_code == 403


def test_chosen_photos_of_the_list_are_described_together(editor_client, photos):
    data = {"action": "describe", "_selected_action": [photo.pk for photo in photos]}
    assert editor_client.post(changelist(Photo), data).url == described(sorted((p.pk for p in photos), reverse=True))


def test_the_list_finds_those_without_words(editor_client, photos):
    other = make.make_photo()
    text = editor_client.get(f"{changelist(Photo)}?alt=missing").text
    assert change_page(photos[0]) in text
    assert f'href="{change_page(other)}' not in text


def test_the_page_takes_the_same_queries_for_one_photo_and_for_many(editor_client, photos):
    assert count_queries(editor_client, described([photos[0].pk])) == count_queries(
        editor_client, described(photo.pk for photo in photos)
    )
