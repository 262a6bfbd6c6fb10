from django.apps import AppConfig


class ShelvesConfig(AppConfig):
    """A small app of its own for the tests of editions, so that they need neither the register nor the news."""

    name = "tests.editions"
    label = "shelves"
    verbose_name = "书架"
