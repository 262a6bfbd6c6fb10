"""The newsroom at work: an editor changes a live story, three people sign it, a fourth takes it back."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser import desk

OLD = "济南高新区：加快建设世界一流高科技园区"
NEW = "济南高新区：迈向世界一流高科技园区"
FIRST_WORDS = "济南高新区有一个贯穿各项工作的做法"
TYPED = "这一句是编辑后来加上的。"
QUOTE = "济南速度，高新速度"
CREDIT = "原报道美编"
PHOTO = "示意图：扎根园区和楼宇的组织网络"
ALT = "一棵由圆点和连线组成的树"
COMMENT = "改题、换图"
WHY = "核对事实，先恢复原稿"
REVIEWERS = {"reviewer1": "初审", "reviewer2": "复审", "reviewer3": "终审"}
LISTS = ["/api/v1/features/", "/", "/news/", "/feed/", "/news/feed/"]


@pytest.fixture
def story(server):
    """Where visitors and programs read the story."""
    stories = json.loads(server.read("/api/v1/features/"))["results"]
    number = next(story["id"] for story in stories if story["title"] == OLD)
    return {"page": f"/news/{number}-world-class-park/", "api": f"/api/v1/features/{number}/"}


def test_a_story_is_changed_reviewed_published_and_taken_back(sign_in, server, story):
    def public():
        return {path: server.read(path) for path in (*story.values(), *LISTS)}

    before = public()
    editor = sign_in("editor")
    form = desk.open_record(editor, "news/feature", OLD)
    change_everything(editor)
    desk.expect_said(editor, "已存为第2版。公开页面没有改变。")
    assert public() == before

    desk.submit(editor)
    for account, stage in REVIEWERS.items():
        assert public() == before
        reviewer = sign_in(account)
        reviewer.goto(form)
        desk.sign(reviewer, f"{stage}没有意见")
    assert_changed(server, story)

    admin = sign_in("admin")
    admin.goto(form)
    restore_first(admin)
    publish_alone(admin)
    assert {path: undated(server.read(path)) for path in story.values()} == {
        path: undated(before[path]) for path in story.values()
    }

    assert_history_tells(admin, form)
    assert_sheet_is_signed(admin, form)
    assert_trail_tells(admin)


def undated(page):
    """Give ``page`` without the moment of its latest change, which programs read: a restored story is newer."""
    return re.sub(rb'"(dateModified|updated_at)": ?"[^"]+"', b"", page)


def change_everything(page):
    """Change the title, a text, the order of the blocks and the credits, and add a photo; save."""
    page.locator("#id_title").fill(NEW)
    page.locator("#credits-group tr", has=page.locator(f"input[value={CREDIT}]")).locator("[name$=DELETE]").check()
    page.locator(".ProseMirror p", has_text=FIRST_WORDS).click()
    page.keyboard.press("End")
    page.keyboard.type(TYPED)
    desk.collapse_all(page)
    first = desk.block(page, FIRST_WORDS)
    desk.drag(desk.block(page, QUOTE), first)
    photo = desk.add_block(page, "图片", before=first)
    desk.choose(page, photo, "扎根", PHOTO)
    page.get_by_label("修改说明").fill(COMMENT)
    desk.press(page, "保存并继续编辑")


def assert_changed(server, story):
    """What visitors and programs read is the new title, text, photo and order, and the credit is gone."""
    page = server.read(story["page"]).decode()
    record = json.loads(server.read(story["api"]))
    assert f"<h1>{NEW}</h1>" in page
    assert record["title"] == NEW
    assert all(NEW in server.read(path).decode() for path in LISTS)
    for text in (page, json.dumps(record, ensure_ascii=False)):
        assert CREDIT not in text
        places = [text.index(words) for words in (QUOTE, ALT, FIRST_WORDS, TYPED)]
        assert places == sorted(places)


def restore_first(page):
    desk.go(page, "版本历史")
    desk.row_of(page, "第1版").get_by_role("link", name="恢复").click()
    page.get_by_label("修改说明").fill(WHY)
    desk.press(page, "恢复为新版本")
    desk.expect_said(page, "存为第3版")


def publish_alone(page):
    desk.go(page, "不经审核单独发布")
    page.get_by_label("不经审核的理由").fill(WHY)
    desk.press(page, "发布")
    desk.expect_said(page, "第3版已发布")


def assert_history_tells(page, form):
    page.goto(form)
    desk.go(page, "版本历史")
    editions = desk.table(page.locator(".edition-history"), "版本", "保存人", "说明")
    assert editions == [
        ["第3版（公众看到）", "管理员", f"由第1版恢复。{WHY}"],
        ["第2版", "编辑员", COMMENT],
        ["第1版", "系统", ""],
    ]
    done = desk.table(page.locator("table").last, "操作", "操作人", "版本")
    assert done[::-1] == [
        ["收录", "系统", "第1版"],
        ["保存", "编辑员", "第2版"],
        ["送审", "编辑员", "第2版"],
        *(["签字同意", f"{stage}员", "第2版"] for stage in REVIEWERS.values()),
        ["发布", "终审员", "第2版"],
        ["恢复旧版", "管理员", "第3版"],
        ["未经审核单独发布", "管理员", "第3版"],
        ["发布", "管理员", "第3版"],
    ]


def assert_sheet_is_signed(page, form):
    page.goto(form)
    desk.go(page, "版本历史")
    with page.expect_popup() as popup:
        desk.row_of(page, "第2版").get_by_role("link", name="审签单").click()
    sheet = popup.value
    assert desk.table(sheet.locator("table").nth(1), "环节", "决定", "意见", "签字人") == [
        [stage, "同意", f"{stage}没有意见", f"{stage}员"] for stage in REVIEWERS.values()
    ]
    expect(sheet.get_by_role("row", name="保密审查")).to_contain_text("已作保密审查")


def assert_trail_tells(page):
    """The trail of the whole portal has it, too, with the reason of what was done without review."""
    page.goto("/admin/editions/auditentry/")
    assert desk.table(page.locator("#result_list"), "操作", "操作人", "版本", "说明")[:3] == [
        ["发布", "管理员", "3", "—"],
        ["未经审核单独发布", "管理员", "3", WHY],
        ["恢复旧版", "管理员", "3", f"由第1版恢复。{WHY}"],
    ]
