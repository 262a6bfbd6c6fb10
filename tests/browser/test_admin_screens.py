"""Every screen of the admin, as its registry has them: no barriers, nothing that stands out of the window."""

import json
from urllib.parse import urlsplit

import pytest

from tests.browser import looks
from tests.browser.watch import nothing
from tests.every_page import admin_screens

SCREENS = admin_screens()
# What nobody may do there, and says so.
FORBIDDEN = {
    *(f"{model} {page}" for page in ("add", "delete") for model in (
        "identity.siteidentity", "editions.auditentry", "chains.observation", "links.link")),
    *(f"chains.{model} delete" for model in ("committee", "initiative", "milestone", "indicator")),
    "news.feature delete",
}  # fmt: skip
# Steps for which the record is not at the right stage; test_editions_looks.py looks at them where it is.
REFUSED = {"publish", "review", "send-back", "submit"}
# Files that something uses are not deleted.
IN_USE = {"library.photo delete", "library.attachment delete"}
# Where Django's own addresses lead on: the one row's form, and the editions of records that have some.
LEADS_TO = {"/siteidentity/": "/siteidentity/1/change/", "/history/": "/editions/"}
KEYS = "import json; from tests.every_page import newest_keys; print(json.dumps(newest_keys()))"


@pytest.fixture(scope="module")
def keys(whole):
    """``{model: key}`` of a record of each model."""
    return json.loads(whole.run(KEYS))


@pytest.fixture(scope="module")
def window(crowd):
    """``(page, watch)`` of the administrator, who sees all screens."""
    page = crowd.sign_in("admin")
    return page, crowd.watch(page)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_the_admin_has_no_barriers(window, keys, name):
    page, watch = window
    model, _, screen = name.partition(" ")
    status = 403 if name in FORBIDDEN else 409 if screen in REFUSED or name in IN_USE else 200
    watch.begin(expected=[status])
    address = SCREENS[name].format(keys.get(model))
    answer = page.goto(address)
    assert answer.status == status
    assert urlsplit(page.url).path in {address, *(address.replace(*pair) for pair in LEADS_TO.items())}
    looks.open_details(page)
    found = [*looks.measure(page, "structure"), *looks.wider_than_screen(page), *watch.faults]
    # axe reads style sheets anew and looks for their imports beside the page: what is missing then is not ours.
    found += looks.violations(page, leaving_out=looks.STOCK)
    nothing("What is wrong", found)


def test_ticks_and_crosses_are_read_out_in_chinese(window):
    page, _ = window
    page.goto("/admin/auth/user/")
    page.get_by_role("img", name="是").first.wait_for()
    assert set(page.locator("#result_list img").evaluate_all("icons => icons.map((icon) => icon.alt)")) <= {"是", "否"}


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark", "viewport": {"width": 360, "height": 800}}])
def test_whoever_signs_in_meets_no_barriers(roam, options):
    page = roam(**options)
    page.goto("/admin/")
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码").fill("nothing")
    page.get_by_role("button", name="登录").click()
    page.locator(".errornote").wait_for()
    nothing("What is wrong", looks.wider_than_screen(page) + looks.violations(page))
