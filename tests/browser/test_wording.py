"""Wrong forms at the desk: a submission is stopped, one click puts one right, the other is kept for a reason."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.test_editions_looks import look_at

TITLE, TYPED = "“一路一带”手抄报展出", "发展与改革委员会主办，联系电话13800000000。"
REASON = "手抄报的标题，原样引用"


def write(page):
    """Write a story with two serious slips and a telephone number and ask to submit it; give its form's address."""
    page.goto("/admin/news/feature/add/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill(TYPED)
    desk.choose(page, page.locator(".field-column"), "专题报道", "专题报道")
    desk.press(page, "保存并送审")
    page.wait_for_url("**/submit/**")
    return urlsplit(page.url).path.replace("/submit/", "/change/")


def finding(page, words):
    return page.locator(".edition-finding", has=page.get_by_role("heading", name=words))


def test_a_slip_stops_a_story_until_it_is_put_right_or_kept_for_a_reason(sign_in):
    editor = sign_in("editor")
    form = write(editor)
    expect(finding(editor, "一路一带").locator("mark")).to_have_text("一路一带")
    expect(finding(editor, "138****0000")).to_contain_text("提示")
    look_at(editor, "wording-submit")
    editor.set_viewport_size({"width": 1440, "height": 1000})

    editor.get_by_label("已作保密审查").check()
    desk.press(editor, "送审")
    expect(editor.locator(".errorlist")).to_have_text("上面“必须处理”的请改好；要保留，就写明理由。")
    editor.get_by_role("alert").get_by_role("link").click()
    expect(editor.get_by_label("已作保密审查")).to_be_in_viewport()

    editor.get_by_role("button", name="把摘要的“发展与改革委员会”改为“发展和改革委员会”").click()
    desk.expect_said(editor, "已改正1处，存为第2版。")
    expect(finding(editor, "发展与改革委员会")).to_have_count(0)

    editor.get_by_label("保留的理由").fill(REASON)
    desk.confirm_submission(editor)

    reviewer = sign_in("reviewer1")
    reviewer.goto(form.replace("/change/", "/review/"))
    expect(finding(reviewer, "一路一带")).to_contain_text(f"编辑员：{REASON}")
    look_at(reviewer, "wording-review")
    reviewer.set_viewport_size({"width": 1440, "height": 1000})
    desk.approve(reviewer)

    reviewer.goto(form.replace("/change/", "/sheet/2/"))
    expect(reviewer.get_by_role("row", name="保留的写法")).to_contain_text(REASON)

    admin = sign_in("admin")
    admin.goto("/admin/editions/auditentry/?action__exact=accepted")
    assert desk.table(admin.locator("#result_list"), "操作", "操作人", "记录") == [["保留提示的写法", "编辑员", TITLE]]
    assert "13800000000" not in admin.locator("#result_list").inner_text()

    editor.goto(form)
    expect(editor.locator("#id_summary")).to_have_value(TYPED.replace("发展与改革", "发展和改革"))
