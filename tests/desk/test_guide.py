"""The editors' guide in the admin."""

import os
import re

import pytest

from portal.desk import guide
from tests import factories as make

pytestmark = pytest.mark.django_db

TEXT = """# 编辑手册

## 写一篇新闻

第一行的末尾，
第二行的开头。<script>alert(1)</script>

| 状态 | 意思 |
|---|---|
| 草稿 | 还没有公开 |

### 图片

![图片库的列表](editor/library.png)

## 送审

见[写一篇新闻](#写一篇新闻)。
"""


@pytest.fixture
def docs(settings, tmp_path):
    """A folder with a guide of our own, and a picture and another file beside it."""
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "docs"
    (folder / "editor").mkdir(parents=True)
    (folder / "editor.md").write_text(TEXT, encoding="utf-8")
    (folder / "editor" / "library.png").write_bytes(make.png((30, 20)))
    (folder / "secret.png").write_bytes(make.png())
    (folder / "editor" / "notes.txt").write_text("notes", encoding="utf-8")
    return folder


def read(client):
    return client.get("/admin/guide/").text


def test_the_contents_lead_to_the_headings(docs, editor_client):
    page = read(editor_client)
    contents = page[page.index('class="guide-contents"') : page.index("</nav>", page.index('class="guide-contents"'))]
    assert re.findall('<a href="#(.*?)">(.*?)</a>', contents) == [
        (name, name) for name in ("写一篇新闻", "图片", "送审")
    ]
    assert re.findall(r'<h([23]) id="(.*?)">', page[page.index("<article") :]) == [
        ("2", "写一篇新闻"),
        ("3", "图片"),
        ("2", "送审"),
    ]
    assert len(re.findall("<h1", page)) == 1


def test_tables_are_tables_and_chinese_lines_are_joined_without_a_space(docs, editor_client):
    page = read(editor_client)
    assert "<td>还没有公开</td>" in page
    assert "第一行的末尾，第二行的开头。" in page


def test_html_in_the_text_is_text(docs, editor_client):
    page = read(editor_client)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_picture_says_how_large_it_is_and_is_found_beside_the_page(docs, editor_client):
    tag = re.search(r"<img [^>]*>", read(editor_client))[0]
    assert all(part in tag for part in ('src="editor/library.png"', 'alt="图片库的列表"', 'width="30"', 'height="20"'))
    response = editor_client.get("/admin/guide/editor/library.png")
    assert response.headers["Content-Type"] == "image/png"
    assert "private" in response.headers["Cache-Control"]
    assert b"".join(response.streaming_content) == (docs / "editor" / "library.png").read_bytes()


def test_a_picture_that_is_missing_spoils_nothing(docs, editor_client):
    (docs / "editor" / "library.png").unlink()
    assert 'alt="图片库的列表"' in read(editor_client)
    assert editor_client.get("/admin/guide/editor/library.png").status_code == 404


@pytest.mark.parametrize("name", ["notes.txt", "../secret.png", "..%2Fsecret.png", "%2e%2e/secret.png", "Library.PNG"])
def test_nothing_but_pictures_of_the_guide_is_given(docs, editor_client, name):
    assert editor_client.get(f"/admin/guide/editor/{name}").status_code == 404


def test_a_changed_file_is_read_anew_and_an_unchanged_one_is_not(docs, editor_client):
    read(editor_client)
    before = guide.render.cache_info().misses
    read(editor_client)
    assert guide.render.cache_info().misses == before
    file = docs / "editor.md"
    file.write_text(TEXT.replace("送审", "审核"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert '<h2 id="审核">' in read(editor_client)


def test_where_there_is_no_guide_the_page_says_so(docs, editor_client):
    (docs / "editor.md").unlink()
    assert editor_client.get("/admin/guide/").status_code == 404


def test_the_guide_is_for_those_who_may_enter(docs, client):
    for path in ("/admin/guide/", "/admin/guide/editor/library.png"):
        assert client.get(path).status_code == 302


@pytest.mark.parametrize("path", ["/admin/", "/admin/news/feature/", "/admin/guide/", "/admin/desk/mine/"])
def test_every_page_leads_to_the_guide(powerless_client, editor_client, path):
    assert '<a href="/admin/guide/">编辑手册</a>' in editor_client.get(path).text


def test_the_guide_of_the_project_can_be_shown(editor_client):
    page = read(editor_client)
    assert "保存不等于发布" in page


def test_our_guide_shows_every_picture_and_says_what_is_in_it():
    pictures = dict(re.findall(r'<img alt="([^"]+)"[^>]* src="editor/([^"]+)"[^>]* width="\d+"', guide.read().html))
    assert sorted(pictures.values()) == sorted(file.name for file in guide.path(guide.PICTURES).iterdir())
