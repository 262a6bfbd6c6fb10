"""A file that was chosen is not lost by a slip in another field, and is nobody else's."""

import re
import time

import pytest
from django.core import signing
from django.core.files.storage import default_storage
from django.test import Client

from portal.library import kept
from portal.library.models import Attachment, Photo
from tests import factories as make
from tests.admin_pages import add_page, form_of

from .samples import upload

pytestmark = pytest.mark.django_db


def post(client, model, **values):
    return client.post(add_page(model), form_of(client.get(add_page(model))) | values)


def again(client, response, **values):
    """Send the form of ``response`` once more, without choosing a file."""
    return client.post(response.request["PATH_INFO"], form_of(response) | values)


def waiting():
    return default_storage.listdir(kept.FOLDER)[1] if default_storage.exists(kept.FOLDER) else []


CASES = {
    Photo: ("image", "楼.png", {"alt": ""}, {"alt": "一座楼"}),
    Attachment: ("file", "通知.pdf", {"title": ""}, {"title": "通知"}),
}


@pytest.mark.parametrize("model", CASES)
def test_a_file_survives_a_slip_in_another_field(editor_client, model, after_commit):
    field, name, wrong, right = CASES[model]
    content = make.png() if model is Photo else b"%PDF-1.7"
    first = post(editor_client, model, **{field: upload(content, name)}, **wrong)
    assert f"已选好“{name}”" in first.text
    second = again(editor_client, first, **wrong)
    assert f"已选好“{name}”" in second.text
    assert len(waiting()) == 1
    with after_commit():
        assert again(editor_client, second, **right).status_code == 302
    with getattr(model.objects.get(), field).open() as file:
        assert file.read() == content
    assert waiting() == []


def test_another_file_takes_its_place(editor_client):
    first = post(editor_client, Photo, image=upload(make.png(), "一.png"), alt="")
    again(editor_client, first, image=upload(make.png((9, 9)), "二.png"), alt="楼")
    assert Photo.objects.get().width == 9


@pytest.mark.parametrize(
    ("model", "content", "name"), [(Photo, b"<svg/>", "a.jpg"), (Attachment, b"x", "a.exe"), (Attachment, b"", "a.pdf")]
)
def test_what_was_refused_is_not_kept(editor_client, model, content, name):
    field = CASES[model][0]
    response = post(editor_client, model, **{field: upload(content, name)})
    assert "已选好" not in response.text
    assert waiting() == []


def test_nobody_else_can_use_it(editor_client):
    first = post(editor_client, Photo, image=upload(make.png(), "a.png"), alt="")
    other = Client()
    other.force_login(make.make_user(is_superuser=True, is_staff=True))
    response = again(other, first, alt="楼")
    assert response.context["adminform"].form.errors == {"image": ["该字段是必填项。"]}
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    "token", ["", "x", "a:b:c", pytest.param(signing.dumps(["../db.sqlite3", "a", 1]), id="signed for something else")]
)
def test_a_token_that_is_not_ours_names_nothing(editor, token):
    assert kept.find(token, editor) is None


def test_it_is_forgotten_after_a_day(editor, editor_client, monkeypatch):
    first = post(editor_client, Photo, image=upload(make.png(), "a.png"), alt="")
    token = form_of(first)["image-kept"]
    tomorrow = time.time() + kept.SECONDS + 60
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert kept.find(token, editor) is None
    old = waiting()
    post(editor_client, Photo, image=upload(make.png(), "b.png"), alt="")
    assert old[0] not in waiting()


def test_nobody_can_fetch_it(editor_client, client):
    post(editor_client, Photo, image=upload(make.png(), "a.png"), alt="")
    [name] = waiting()
    for visitor in (client, editor_client):
        assert visitor.get(f"/media/{kept.FOLDER}/{name}").status_code == 404


def test_a_name_that_is_markup_stays_text(editor_client):
    response = post(editor_client, Photo, image=upload(make.png(), "<b>x.png"), alt="")
    assert "<b>x" not in response.text
    assert re.search(r"已选好“&lt;b&gt;x\.png”", response.text)
