"""Every kind of public page, for everybody: wide and narrow, light and dark, in large type, in forced colours."""

import pytest

from tests.browser import looks
from tests.browser.looks import measure
from tests.browser.watch import nothing
from tests.every_page import PUBLIC

LEAST_TARGET, LEAST_TARGET_FOR_ELDERS, LEAST_TYPE_FOR_ELDERS = 44, 60, 18
NARROW, NARROWEST = 360, 320

MODES = {
    "wide": {},
    "narrow": {"viewport": {"width": NARROW, "height": 800}},
    "dark": {"color_scheme": "dark"},
    "elder": {"elder": True},
    "forced": {"forced_colors": "active"},
}


def wide(page):
    return [
        *measure(page, "structure"),
        *measure(page, "pictures"),
        *looks.wider_than_screen(page),
        *targets(page, LEAST_TARGET),
    ]


def narrow(page):
    return [*misfits(page, NARROW), *targets(page, LEAST_TARGET), *misfits(page, NARROWEST)]


def elder(page):
    """Large type on a wide screen and on the smallest one."""
    mode = page.locator("html").get_attribute("data-mode")
    if mode != "elder":
        return [f"the page's mode is {mode}, not elder"]
    small = [*types(page, LEAST_TYPE_FOR_ELDERS), *targets(page, LEAST_TARGET_FOR_ELDERS)]
    return [*small, *looks.wider_than_screen(page), *misfits(page, NARROWEST)]


def targets(page, least):
    return measure(page, "small_targets", least)


def types(page, least):
    return measure(page, "small_type", least)


def misfits(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    return [f"wider than {width}: {element}" for element in looks.wider_than_screen(page)]


def forced(page):
    """Forced colours take away every ground: what is pressed or filled in must have a frame."""
    return measure(page, "without_frame")


CHECKS = {"wide": wide, "narrow": narrow, "elder": elder, "forced": forced}
# In the dark a page differs by its colours alone. In forced colours axe cannot see them: it is told the page's own.
AXE = {
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
    "forced": {"rules": {"color-contrast": {"enabled": False}}},
}


@pytest.fixture(scope="module", params=MODES)
def window(request, crowd):
    """``(mode, page, watch)`` of one visitor who sees all pages."""
    page = crowd.visit(**MODES[request.param])
    yield request.param, page, crowd.watch(page)
    page.context.close()


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_is_whole_for_everybody(window, name):
    mode, page, watch = window
    size = page.viewport_size
    address, status = PUBLIC[name]
    watch.begin(expected=[status])
    answer = page.goto(address)
    assert answer.status == status, f"{address} answers {answer.status}"
    found = page.evaluate("measures.read()")
    looks.open_details(page)
    found += CHECKS[mode](page) if mode in CHECKS else []
    page.set_viewport_size(size)
    found += looks.violations(page, **AXE.get(mode, {}))
    nothing("What is wrong", [*watch.faults, *found])
