"""Pictures of every kind of public page, for a person to look at: ``build/screens/<page>-<mode>-<width>.png``."""

import pytest

from tests.browser import looks
from tests.every_page import PUBLIC

MODES = {"default": {}, "dark": {"color_scheme": "dark"}, "elder": {"elder": True}}
VIEWS = [("default", 360), ("default", 768), ("default", 1440)]
VIEWS += [(mode, width) for mode in ("dark", "elder") for width in (360, 1440)]


@pytest.mark.parametrize(("mode", "width"), VIEWS)
def test_pictures(crowd, mode, width):
    page = crowd.visit(viewport={"width": width, "height": 900}, **MODES[mode])
    for name, (address, _) in PUBLIC.items():
        page.goto(address)
        page.evaluate("measures.read()")
        looks.take_picture(page, f"{name}-{mode}-{width}")
    page.context.close()
