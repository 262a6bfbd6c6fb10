"""The photo library in a browser: many photos at once, the focal point by keyboard, a file that is not lost."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser import desk, looks
from tests.browser.watch import nothing


def file(name, color, size=(600, 600), kind="JPEG"):
    content = BytesIO()
    Image.new("RGB", size, color).save(content, kind)
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


RED, BLUE = file("一号厂房.jpg", "red"), file("二号厂房.jpg", "blue")
DRAWING = {"name": "草图.jpg", "mimeType": "image/jpeg", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}


@pytest.fixture
def editor(sign_in):
    return sign_in("editor")


def check(page):
    nothing("What is wrong", looks.wider_than_screen(page) + looks.violations(page, leaving_out=looks.STOCK))


def test_photos_are_uploaded_together_described_and_given_a_focal_point(editor):
    upload_together(editor)
    describe(editor)
    choose_focus(editor)
    keep_what_was_chosen(editor)


def upload_together(page):
    page.goto("/admin/library/photo/")
    page.get_by_role("link", name="批量上传").click()
    page.wait_for_url("**/upload/")
    check(page)
    page.locator("#photos").set_input_files([RED, BLUE, DRAWING, RED])
    expect(page.get_by_role("status")).to_have_text("完成：4张中存入2张。")
    outcomes = page.locator(".upload-outcomes li").all_inner_texts()
    assert [re.sub(r"\s+打开$", "", text.strip()) for text in outcomes][:3] == [
        "一号厂房.jpg：已上传。",
        "二号厂房.jpg：已上传。",
        "草图.jpg：这是SVG绘图文件，里面可以带程序，不能当图片上传。请导出为PNG后再上传。",
    ]
    assert "图片库里已有同一张" in outcomes[3]
    check(page)
    page.get_by_role("link", name="填写这些图片的说明").click()
    page.wait_for_url("**/describe/**")


def describe(page):
    check(page)
    page.locator("#id_credit").fill("新来的摄影员")
    rows = page.locator(".photo-row")
    rows.nth(0).get_by_label("替代文字").fill("一号厂房的红墙")
    desk.press(page, "全部保存")
    desk.expect_said(page, "还有1张没有替代文字")
    rows.nth(1).get_by_label("替代文字").fill("二号厂房的蓝墙")
    desk.press(page, "全部保存")
    desk.expect_said(page, "已保存。")


def choose_focus(page):
    page.goto("/admin/library/photo/")
    page.get_by_role("link", name="一号厂房的红墙").last.click()
    page.wait_for_url("**/change/**")
    picture = page.locator("[data-focus-picture]")
    picture.focus()
    for key in ("Shift+ArrowUp", "Shift+ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_label("焦点离左边（%）")).to_have_value("51")
    expect(page.get_by_label("焦点离上边（%）")).to_have_value("30")
    crop = page.locator("[data-focus-crop]")
    before = crop.evaluate("image => image.style.objectPosition")
    picture.click(position={"x": 5, "y": 5})
    assert crop.evaluate("image => image.style.objectPosition") != before
    check(page)
    desk.press(page, "保存并继续编辑")
    thumbnail = page.locator("[data-focus-whole]").get_attribute("src")
    page.goto("/admin/library/photo/")
    small = page.get_by_alt_text("一号厂房的红墙").get_attribute("src")
    assert small.startswith(thumbnail.removesuffix("share.jpg"))
    assert small.endswith("-240.webp")
    assert "50-50" not in small


def keep_what_was_chosen(page):
    page.goto("/admin/library/photo/add/")
    page.locator("#id_image").set_input_files(file("三号厂房.jpg", "green"))
    expect(page.locator("[data-focus-picture]")).to_be_visible()
    check(page)
    desk.press(page, "保存")
    expect(page.locator(".kept-file")).to_contain_text("已选好“三号厂房.jpg”")
    check(page)
    page.get_by_label("替代文字").fill("三号厂房的绿墙")
    desk.press(page, "保存")
    expect(page.get_by_alt_text("三号厂房的绿墙")).to_be_visible()
