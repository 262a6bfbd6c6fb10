from django.apps import AppConfig, apps
from django.core import checks
from django.db.models.signals import post_migrate


class EditionsConfig(AppConfig):
    name = "portal.editions"
    label = "editions"
    verbose_name = "版本与审核"

    def ready(self):
        from portal.shared import freshness
        from portal.shared.guards import guard

        from .checks import check_admins, check_models, check_settings
        from .clock import publication_clock
        from .groups import create_groups
        from .guards import GUARDS

        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        guard(self, GUARDS)
        freshness.clocks.append(publication_clock)
        post_migrate.connect(create_groups, sender=last)  # the permissions of all apps are there by then
        checks.register(check_settings)
        checks.register(check_models)
        checks.register(check_admins, "admin")
