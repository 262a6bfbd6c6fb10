from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_migrate


class IdentityConfig(AppConfig):
    name = "portal.identity"
    label = "identity"
    verbose_name = "网站信息"

    def ready(self):
        from portal.shared import outbound

        from . import checks, groups, memory, models  # noqa: F401

        request_started.connect(memory.begin)
        request_finished.connect(memory.end)
        post_migrate.connect(groups.create_group, sender=self)
        outbound.count_as_own(models.own_domain)
