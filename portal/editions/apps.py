from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "portal.editions"
    label = "editions"
    verbose_name = "发布"
