"""What else happens at the desk: two people at one record, links for outsiders, the keyboard, a time to publish."""

import pytest
from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.stages import in_days

INITIATIVE = "chains/initiative"
MINE, THEIRS = "编辑写的摘要。", "管理员写的摘要。"


def open_summary(page, title):
    """Open the form of an initiative; give its address and the field of the summary."""
    return desk.open_record(page, INITIATIVE, title), page.locator("#id_summary")


def save_summary(page, title, text):
    form, summary = open_summary(page, title)
    summary.fill(text)
    desk.press(page, "保存并继续编辑")
    desk.expect_said(page, "已存为第")
    return form


def test_of_two_editors_the_second_is_told_and_loses_nothing(sign_in):
    editor, admin = sign_in("editor"), sign_in("admin")
    form, mine = open_summary(editor, "多测合一")
    save_summary(admin, "多测合一", THEIRS)

    mine.fill(MINE)
    desk.press(editor, "保存并继续编辑")
    conflict = editor.locator(".edition-conflict")
    expect(conflict).to_contain_text("您的修改没有保存")
    theirs_table, my_table = conflict.locator("table").all()
    assert [row[0] for row in desk.table(theirs_table, "已经保存的")] == [THEIRS]
    assert [row[0] for row in desk.table(my_table, "您填写的")] == [MINE]
    expect(mine).to_have_value(MINE)

    desk.press(editor, "用我的内容另存为新版本")
    desk.expect_said(editor, "已存为第3版")
    editor.goto(form)
    desk.go(editor, "版本历史")
    editions = desk.table(editor.locator(".edition-history"), "版本", "保存人")
    assert editions[:2] == [["第3版", "编辑员"], ["第2版", "管理员"]]


def test_who_else_is_at_a_record_is_shown(sign_in):
    editor, admin = sign_in("editor"), sign_in("admin")
    editor.clock.install()
    open_summary(editor, "四证连发")
    notice = editor.locator("[data-presence]")
    expect(notice).to_be_attached()
    expect(notice).to_be_hidden()

    open_summary(admin, "四证连发")
    expect(admin.locator("[data-presence]")).to_have_text("编辑员也打开了这条记录。")
    editor.clock.fast_forward(31_000)
    expect(notice).to_have_text("管理员也打开了这条记录。")

    save_summary(admin, "四证连发", THEIRS)
    editor.clock.fast_forward(31_000)
    expect(notice).to_contain_text("第2版已由别人保存")
    admin.goto("/admin/")
    editor.clock.fast_forward(31_000)
    expect(notice).not_to_contain_text("也打开了")


def test_an_outsider_reads_a_draft_by_its_link_until_it_is_revoked(sign_in, visit):
    editor = sign_in("editor")
    save_summary(editor, "助企纾困13条", MINE)
    desk.go(editor, "预览链接")
    desk.press(editor, "建立预览链接")
    address = editor.get_by_label("第2版的预览链接").input_value()

    outsider = visit(expected=[404])
    outsider.goto(address)
    expect(outsider.get_by_text("预览：第2版")).to_be_visible()
    expect(outsider.get_by_role("main")).to_contain_text(MINE)
    desk.press(editor, "收回")
    desk.expect_said(editor, "已收回")
    assert outsider.goto(address).status == 404
    expect(outsider.get_by_role("heading")).to_have_text("不能预览")


def test_a_record_is_submitted_with_the_keyboard_alone(sign_in):
    page = sign_in("editor")
    page.goto(save_summary(page, "六快一容", MINE))
    desk.skip_to_content(page)
    desk.tab_to(page, desk.panel(page).get_by_role("link", name="送审"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit/")
    desk.skip_to_content(page)
    desk.tab_to(page, page.get_by_label("已作保密审查"))
    page.keyboard.press("Space")
    desk.tab_to(page, page.get_by_role("button", name="送审"))
    page.keyboard.press("Enter")
    desk.expect_said(page, "第2版已送审")


@pytest.fixture
def at_last_stage(sign_in):
    """The form of an initiative that only the last signature misses."""
    editor = sign_in("editor")
    form = save_summary(editor, "建链补链延链", MINE)
    desk.submit(editor)
    for account in ("reviewer1", "reviewer2"):
        reviewer = sign_in(account)
        reviewer.goto(form)
        desk.sign(reviewer)
    return form


def test_the_last_signature_sets_a_time_wherever_the_reviewer_sits(sign_in, at_last_stage):
    reviewer = sign_in("reviewer3", timezone_id="America/New_York")
    reviewer.goto(at_last_stage)
    moment = in_days(2)
    desk.go(reviewer, "审核（待终审）")
    reviewer.get_by_label("同意").check()
    reviewer.get_by_label("定时发布").fill(in_days(-1))
    desk.press(reviewer, "确定")
    expect(reviewer.locator(".errorlist")).to_contain_text("至少在两分钟以后")

    expect(reviewer.get_by_label("同意")).to_be_checked()
    reviewer.get_by_label("定时发布").fill(moment)
    desk.press(reviewer, "确定")
    desk.expect_said(reviewer, f"第2版将在{moment.replace('T', ' ')}发布")

    admin = sign_in("admin")
    admin.goto(at_last_stage)
    expect(desk.panel(admin)).to_contain_text(moment.replace("T", " "))
    desk.go(admin, "取消定时")
    admin.get_by_label("意见").fill("改日再发")
    desk.press(admin, "取消定时，退回编辑")
    desk.expect_said(admin, "定时已取消")
    expect(desk.panel(admin)).to_contain_text("改日再发")


def test_who_returns_a_story_must_say_why_and_its_editor_reads_it(sign_in):
    editor, reviewer = sign_in("editor"), sign_in("reviewer1")
    form = save_summary(editor, "六链融合党建工作法", MINE)
    desk.submit(editor)
    reviewer.goto(form)
    desk.go(reviewer, "审核（待初审）")
    reviewer.get_by_label("退回").check()
    desk.press(reviewer, "确定")
    expect(reviewer.locator(".errorlist")).to_have_text("退回要写明意见。")

    reviewer.get_by_label("意见").fill("摘要太短")
    desk.press(reviewer, "确定")
    desk.expect_said(reviewer, "已退回")
    editor.goto(form)
    expect(desk.panel(editor)).to_contain_text("初审员退回：摘要太短")


@pytest.mark.parametrize("account", ["editor", "reviewer1", "reviewer3", "admin"])
def test_the_panel_offers_nothing_that_is_refused(account, stages, sign_in):
    page = sign_in(account, expected=[403])
    refused = set()
    for form in stages.values():
        page.goto(form)
        links = desk.panel(page).get_by_role("link").all()
        offers = {link.inner_text(): link.get_attribute("href") for link in links}
        refused |= {name for name, address in offers.items() if not page.request.get(address).ok}
    assert refused == set()


def test_the_admin_has_an_icon(sign_in):
    """Without one browsers ask for /favicon.ico at every visit and get a page that says it is not there."""
    page = sign_in("editor")
    page.goto("/admin/")
    assert page.locator("link[rel~=icon]").count() == 1
