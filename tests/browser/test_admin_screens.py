"""Every screen of the admin, as its registry has them: no barriers, nothing that stands out of the window."""

import json

import pytest

from tests.browser import looks
from tests.browser.watch import nothing
from tests.every_page import admin_screens

SCREENS = admin_screens()
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
    watch.begin(expected=[403, 404, 409])
    page.goto(SCREENS[name].format(keys.get(name.split()[0])))
    looks.open_details(page)
    found = [*looks.measure(page, "structure"), *looks.wider_than_screen(page)]
    found += looks.violations(page, leaving_out=looks.STOCK)
    nothing("What is wrong", [*watch.faults, *found])


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark", "viewport": {"width": 360, "height": 800}}])
def test_whoever_signs_in_meets_no_barriers(roam, options):
    page = roam(**options)
    page.goto("/admin/")
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码").fill("nothing")
    page.get_by_role("button", name="登录").click()
    page.locator(".errornote").wait_for()
    nothing("What is wrong", looks.wider_than_screen(page) + looks.violations(page))
