"""Blocks that show something from the library."""

from django.db import models


class PhotoBlock(models.Model):
    """A picture in the running text."""

    kind = "photo"
    photo = models.ForeignKey("library.Photo", models.PROTECT, related_name="+", verbose_name="图片")
    caption = models.CharField("图片说明", max_length=200, blank=True, help_text="留空时用图片库里的说明。")

    class Meta:
        abstract = True
        verbose_name = "图片"
        verbose_name_plural = "图片"

    def __str__(self):
        return self.caption or str(self.photo)

    @classmethod
    def get_queryset(cls):
        return cls.objects.select_related("photo")

    @property
    def label(self):
        return self.caption or self.photo.label

    @property
    def words(self):
        return f"{self.label}\n{self.photo.alt}\n{self.photo.credit}"


class AttachmentBlock(models.Model):
    """A file for download in the running text."""

    kind = "attachment"
    attachment = models.ForeignKey("library.Attachment", models.PROTECT, related_name="+", verbose_name="附件")
    note = models.CharField("说明", max_length=120, blank=True)

    class Meta:
        abstract = True
        verbose_name = "附件"
        verbose_name_plural = "附件"

    def __str__(self):
        return str(self.attachment)

    @classmethod
    def get_queryset(cls):
        return cls.objects.select_related("attachment")

    @property
    def words(self):
        return f"{self.attachment.title}\n{self.note}"
