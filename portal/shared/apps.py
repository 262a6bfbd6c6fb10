from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class SharedConfig(AppConfig):
    name = "portal.shared"
    label = "shared"
    verbose_name = "公用"

    def ready(self):
        from . import freshness

        connection_created.connect(freshness.watch)
        pre_migrate.connect(freshness.before_migrations, sender=self)
        post_migrate.connect(freshness.after_migrations, sender=self)
