from django.apps import AppConfig


class WordingConfig(AppConfig):
    name = "portal.wording"
    label = "wording"
    verbose_name = "错敏词"
