from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "portal.search"
    verbose_name = "查找"

    def ready(self):
        from . import signals

        autodiscover_modules("search")
        signals.connect()
