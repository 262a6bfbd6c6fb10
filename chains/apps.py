from django.apps import AppConfig

from portal.shared.guards import guard


class ChainsConfig(AppConfig):
    name = "chains"
    verbose_name = "产业链台账"

    def ready(self):
        from .guards import GUARDS

        guard(self, GUARDS)
