"""What the tests of editions may ask for: the site of their own small models, with the portal's pages behind it."""

import pytest


@pytest.fixture(autouse=True)
def shelves(settings):
    settings.ROOT_URLCONF = "tests.editions.pages"
