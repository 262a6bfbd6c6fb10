from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "portal.links"
    label = "links"
    verbose_name = "链接检查"

    def ready(self):
        from . import signals

        signals.connect()
