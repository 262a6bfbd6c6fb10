"""What the tests of editions may ask for: the site of their own small models, with the portal's pages behind it."""

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True, scope="module")
def shelves():
    """Set once a module: each change makes Django read all addresses anew."""
    with override_settings(ROOT_URLCONF="tests.editions.pages"):
        yield
