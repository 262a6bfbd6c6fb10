from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "portal.library"
    label = "library"
    verbose_name = "图片与附件"
