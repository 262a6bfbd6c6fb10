"""Stories at every stage of their way, brought there as people do it."""

from datetime import timedelta

from django.utils import timezone

from tests.browser import desk

STORIES = {
    "draft": "产业链党委怎样为企业牵线",
    "review": "31天的审批，6天办完",
    "last": "从街道到园区：“两新”组织党建的几次调整",
    "scheduled": "55家创新平台，2022年八项目标",
}


def prepare(people):
    """Bring each story to its stage; give ``{stage: address of its form}``."""
    editor = people.sign_in("editor")
    forms = {stage: write(editor, title, is_draft=stage == "draft") for stage, title in STORIES.items()}
    for account in ("reviewer1", "reviewer2"):
        reviewer = people.sign_in(account)
        for stage in ("last", "scheduled"):
            review(reviewer, forms[stage], opinion="事实和数字已核对。")
    review(people.sign_in("reviewer3"), forms["scheduled"], publish_at=in_days(3))
    link(editor, forms["draft"])
    return forms


def write(page, title, *, is_draft):
    """Change the summary and a text of a story, save it, and submit it if it is no draft; give its form's address."""
    form = desk.open_record(page, "news/feature", title)
    page.locator("#id_summary").fill(f"{title}。编辑改写过的摘要，比原来的短。")
    page.locator(".ProseMirror[contenteditable=true] p").first.click()
    page.keyboard.type("新加的一句。")
    page.get_by_label("修改说明").fill("改写摘要")
    if is_draft:
        desk.press(page, "保存修改（公开页面不变）")
    else:
        desk.press(page, "保存并送审")
        desk.confirm_submission(page)
    return form


def review(page, form, **decision):
    page.goto(form.replace("/change/", "/review/"))
    desk.approve(page, **decision)


def link(page, form):
    page.goto(form.replace("/change/", "/links/"))
    desk.press(page, "建立预览链接")
    desk.expect_said(page, "预览链接已建立")


def in_days(days):
    """Give a moment in so many days as a field for moments takes it, in Beijing time."""
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"
