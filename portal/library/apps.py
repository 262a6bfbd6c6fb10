from django.apps import AppConfig
from django.db.models.signals import post_delete


class LibraryConfig(AppConfig):
    name = "portal.library"
    label = "library"
    verbose_name = "图片与附件"

    def ready(self):
        from .making import deleted
        from .models import Attachment, Photo

        for model in (Photo, Attachment):
            post_delete.connect(deleted, model, dispatch_uid="library.files")
