"""What the tests of the library share."""

import pytest
from django.core.files.base import ContentFile

from tests import factories as make


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Give a context in which what waits for a commit is done at its end, renditions and removals among it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def shown(after_commit):
    """Give a function that makes a photo with its renditions."""

    def photo(image=None, name="a.png", **values):
        with after_commit():
            photo = (
                make.make_photo(**values)
                if image is None
                else make.make_photo(image=ContentFile(image, name), **values)
            )
        photo.refresh_from_db()
        return photo

    return photo
