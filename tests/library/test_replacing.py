"""Another file in place of one that is used: the uses stay, and what is public changes only by who may publish."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from portal.editions import workflow
from portal.editions.models import Action, AuditEntry
from portal.editions.people import Actor
from portal.library.models import Attachment, Photo
from tests import factories as make
from tests.admin_pages import admin_url, change_page

from .samples import from_a_telephone, halves, saved, upload

pytestmark = pytest.mark.django_db

NEW = saved(halves((16, 12)), "PNG")
EDITOR = ["view_photo", "change_photo", "view_attachment", "change_attachment"]


def somebody(*codenames):
    user = make.make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    return somebody(*EDITOR)


@pytest.fixture
def publisher():
    return somebody(*EDITOR, "publish_edition")


def page(file):
    return admin_url(type(file), "replace", file.pk)


def replace(client, file, content=NEW, name="new.png", reason=""):
    return client.post(page(file), {"upload": upload(content, name), "reason": reason})


def test_a_photo_that_nothing_public_uses_is_replaced_by_whoever_may_change_it(editor, shown, after_commit):
    photo = shown()
    feature = make.make_feature(cover=photo, public_from=None)
    with after_commit():
        response = replace(editor, photo)
    assert response.url == change_page(photo)
    again = Photo.objects.get()
    assert (again.pk, again.width, again.alt) == (photo.pk, 16, photo.alt)
    assert again.digest != photo.digest
    assert again.renditions["key"] != photo.renditions["key"]
    feature.refresh_from_db()
    assert feature.cover == again


def test_the_old_files_go_and_the_new_ones_are_served(client, publisher, shown, after_commit):
    photo = shown()
    make.make_feature(cover=photo)
    old = [photo.image.url, photo.shown.share]
    with after_commit():
        replace(publisher, photo, reason="换成清楚的一张")
    assert [client.get(address).status_code for address in old] == [404, 404]
    assert not default_storage.exists(photo.image.name)
    photo.refresh_from_db()
    assert b"".join(client.get(photo.image.url))


def test_what_the_public_sees_is_replaced_only_by_who_may_publish(editor, shown):
    photo = shown()
    make.make_feature(cover=photo)
    for response in (editor.get(page(photo)), replace(editor, photo, reason="想换")):
        assert response.status_code == 403
        assert "需要发布权限" in response.text
    assert Photo.objects.get().digest == photo.digest


def test_what_is_being_signed_is_replaced_only_by_who_may_publish(editor, publisher, shown):
    photo = shown()
    boss = Actor(make.make_user(is_superuser=True))
    edition = workflow.adopt(make.make_feature(cover=photo, public_from=None))
    workflow.submit(edition, boss, secrecy_checked=True)
    for response in (editor.get(page(photo)), replace(editor, photo)):
        assert response.status_code == 403
        assert "审核中或已定时的稿件正在用它" in response.text
    workflow.publish_alone(edition, boss, reason="急", publish_at=timezone.now() + timezone.timedelta(hours=1))
    assert replace(editor, photo).status_code == 403
    assert Photo.objects.get().digest == photo.digest
    assert replace(publisher, photo).status_code == 302


def test_what_the_public_sees_is_replaced_with_a_reason_that_is_written_down(publisher, shown):
    photo = shown()
    make.make_photo_block(photo=photo)
    response = replace(publisher, photo)
    assert response.status_code == 200
    assert "替换要写明理由" in response.text
    assert "new.png" in response.text  # the file need not be chosen again
    replace(publisher, photo, reason="人脸未遮挡")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id) == (Action.REPLACED, str(photo.pk))
    assert entry.detail.startswith("人脸未遮挡（公开页面正在用，已立即公开）")


def test_whoever_may_not_change_it_may_not_replace_it(shown):
    photo = shown()
    for client, status in ((somebody("view_photo", "publish_edition"), 403), (somebody(), 403)):
        assert client.get(page(photo)).status_code == status
        assert replace(client, photo, reason="想换").status_code == status
    assert Photo.objects.get().digest == photo.digest


def test_the_new_picture_goes_through_the_same_gate(editor, shown):
    photo = shown()
    assert "这是SVG绘图文件" in replace(editor, photo, b"<svg/>", "a.jpg").text
    replace(editor, photo, from_a_telephone(), "a.jpg")
    again = Photo.objects.get()
    assert (again.width, again.height) == (20, 40)
    with again.image.open() as file:
        assert b"Telephone" not in file.read()


def test_the_same_picture_is_no_replacement(editor):
    photo = make.make_photo()
    response = replace(editor, photo, make.png())
    assert "这和现在的是同一张图片，没有替换。" in response.text
    assert default_storage.exists(photo.image.name)


@pytest.mark.parametrize(("size", "focus"), [((80, 60), [10, 90]), ((60, 80), [50, 50])])
def test_the_focal_point_stays_where_the_picture_has_the_same_shape(editor, size, focus):
    photo = make.make_photo(focus_x=10, focus_y=90)
    replace(editor, photo, saved(halves(size), "PNG"))
    assert Photo.objects.get().focus == focus


def test_an_attachment_is_replaced_with_its_uses(client, publisher, after_commit):
    attachment = make.make_attachment()
    make.make_attachment_block(attachment=attachment)
    with after_commit():
        replace(publisher, attachment, b"%PDF-1.7 new", "新.pdf", reason="更正附表")
    again = Attachment.objects.get()
    assert b"".join(client.get(again.file.url)) == b"%PDF-1.7 new"
    assert client.get(attachment.file.url).status_code == 404
    assert "不能上传这种文件" in replace(publisher, again, b"x", "a.exe", reason="试试").text


def test_a_file_that_is_no_more_cannot_be_replaced(editor):
    assert editor.get(admin_url(Photo, "replace", 999)).status_code == 404


def test_words_found_by_the_search_stay_found(publisher, shown, client):
    photo = shown(alt="一台激光切割机")
    make.make_committee_photo(photo=photo)
    replace(publisher, photo, reason="换一张")
    assert "激光切割机" in client.get("/search/?q=激光切割机").text
