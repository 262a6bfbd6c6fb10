"""Photos and attachments in the admin: what may be uploaded."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.library.models import Attachment, Photo
from tests import factories as make
from tests.admin_pages import add_page, change_page, changelist, form_of

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(client, model, field, name, content, **values):
    data = form_of(client.get(add_page(model))) | values
    return client.post(add_page(model), data | {field: SimpleUploadedFile(name, content)})


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def tiff():
    file = BytesIO()
    Image.new("RGB", (8, 6)).save(file, "TIFF")
    return file.getvalue()


def test_a_picture_is_uploaded_with_its_size(editor_client):
    response = upload(editor_client, Photo, "image", "楼.png", make.png((8, 6)), alt="一座楼")
    assert response.status_code == 302
    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.alt) == (8, 6, "一座楼")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"not a picture"),
        ("a.png", SVG),
        ("a.html", make.png()),
        ("a.png", b""),
    ],
)
def test_what_is_no_picture_for_the_web_is_refused_in_chinese(editor_client, name, content):
    said = errors(upload(editor_client, Photo, "image", name, content, alt="一座楼"))
    assert list(said) == ["image"]
    assert any("图片" in sentence or "空" in sentence for sentence in said["image"])
    assert not Photo.objects.exists()


def test_a_picture_in_another_format_under_a_false_name_is_refused(editor_client):
    said = errors(upload(editor_client, Photo, "image", "a.jpg", tiff(), alt="一座楼"))
    assert said == {"image": ["请上传JPG、PNG、WebP或GIF图片。"]}


def test_a_picture_needs_words_for_those_who_cannot_see_it(editor_client):
    said = errors(upload(editor_client, Photo, "image", "a.png", make.png(), alt=""))
    assert said == {"alt": ["该字段是必填项。"]}


def test_the_words_of_a_picture_are_changed_without_uploading_it_again(editor_client):
    photo = make.make_photo()
    data = form_of(editor_client.get(change_page(photo))) | {"alt": "另一座楼"}
    assert editor_client.post(change_page(photo), data).status_code == 302
    again = Photo.objects.get()
    assert (again.alt, again.image.name) == ("另一座楼", photo.image.name)


def test_pictures_are_shown_small_in_their_list_and_on_their_page(editor_client, shown):
    photo = shown(make.png((400, 300)))
    in_list = editor_client.get(changelist(Photo)).text
    assert f'<img src="/media/r/{photo.pk}-{photo.renditions["key"]}/50-50-240.webp" alt="{photo.alt}"' in in_list
    on_page = editor_client.get(change_page(photo)).text
    assert f'<img src="{photo.shown.share}" alt="{photo.alt}" data-focus-whole' in on_page
    assert f'src="{photo.image.url}"' not in in_list + on_page


def test_the_same_picture_must_be_meant(editor_client):
    photo = make.make_photo(caption="楼")
    response = upload(editor_client, Photo, "image", "别的名字.png", make.png(), alt="一座楼")
    said = errors(response)
    assert list(said) == ["is_meant"]
    assert f'<a href="{change_page(photo)}">楼</a>' in said["is_meant"][0]
    assert f'<img src="{photo.thumbnail}"' in said["is_meant"][0]
    again = editor_client.post(add_page(Photo), form_of(response) | {"is_meant": "on"})
    assert again.status_code == 302
    assert Photo.objects.filter(digest=photo.digest).count() == 2


def test_a_file_under_the_name_of_another_kind_is_kept_as_what_it_is(editor_client):
    assert upload(editor_client, Photo, "image", "a.jpg", make.png(), alt="一座楼").status_code == 302
    assert Photo.objects.get().image.name.endswith(".png")


@pytest.mark.parametrize(("x", "fault"), [("101", True), ("-1", True), ("x", True), ("", True), ("0", False)])
def test_the_focal_point_is_on_the_picture(editor_client, x, fault):
    response = upload(editor_client, Photo, "image", "a.png", make.png(), alt="一座楼", focus_x=x)
    assert (response.status_code == 200) is fault
    if fault:
        assert list(errors(response)) == ["focus_x"]


def test_whoever_may_only_look_sees_the_photo_and_where_it_is_used(client):
    viewer = make.make_user(is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__in=["view_photo", "view_attachment"]))
    client.force_login(viewer)
    for row in (make.make_photo(), make.make_attachment()):
        assert "还没有用在任何地方" in client.get(change_page(row)).text


@pytest.mark.parametrize("name", ["通知.pdf", "表.XLSX", "公文.ofd", "报告.wps"])
def test_documents_are_uploaded(editor_client, name):
    assert upload(editor_client, Attachment, "file", name, b"x", title="通知").status_code == 302
    assert Attachment.objects.get().title == "通知"


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.js", "a", "a.pdf.exe"])
def test_what_is_no_document_is_refused_in_chinese(editor_client, name):
    said = errors(upload(editor_client, Attachment, "file", name, b"x", title="通知"))
    assert list(said) == ["file"]
    assert said["file"][0].startswith("不能上传这种文件。可上传：pdf")


@pytest.mark.parametrize("model", [Photo, Attachment])
def test_someone_without_rights_is_refused(powerless_client, model):
    for url in (changelist(model), add_page(model)):
        assert powerless_client.get(url).status_code == 403
        assert powerless_client.post(url, {}).status_code == 403


@pytest.mark.parametrize("make_row", [make.make_photo, make.make_attachment])
def test_the_file_of_a_saved_entry_stays_whatever_is_sent(editor_client, make_row):
    row = make_row()
    name = "image" if hasattr(row, "image") else "file"
    before = getattr(row, name).name
    data = form_of(editor_client.get(change_page(row)))
    assert name not in data
    file = SimpleUploadedFile("new.png", make.png(color="red"))
    assert editor_client.post(change_page(row), data | {name: file}).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name).name == before
