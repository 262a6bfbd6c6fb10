from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WordingConfig(AppConfig):
    name = "portal.wording"
    label = "wording"
    verbose_name = "错敏词"

    def ready(self):
        from . import groups

        post_migrate.connect(groups.create_group, sender=self)
