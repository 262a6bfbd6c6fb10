"""Photos and attachments, kept apart from the records that use them."""

from functools import partial
from pathlib import PurePath

from django.core.validators import FileExtensionValidator, MaxValueValidator
from django.db import models, transaction

from portal.shared.fields import PartialDateField

from . import making, pictures
from .fields import PictureField
from .pictures import PICTURES_ONLY
from .renditions import Renditions, are_due

IMAGES = pictures.EXTENSIONS
DOCUMENTS = ["pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "csv", "ppt", "pptx", "txt", "zip"]
MIDDLE = 50


class PhotoQuerySet(models.QuerySet):
    """Reading rules of photos."""

    def without_alt(self):
        """Photos of which nobody has said yet what is on them: nothing that uses them can be published."""
        return self.filter(alt="")

    def of_picture(self, picture):
        """Photos of the same :class:`~portal.library.pictures.Picture`."""
        return self.filter(digest=picture.digest)


class Photo(models.Model):
    """A picture with what a page must say about it.

    ``digest`` tells its pixels from any others, ``renditions`` says in which sizes there are files of it
    (``renditions.py``); both are set by code. The focal point is what no crop may lose, in percent of width and height.
    """

    image = PictureField(
        "图片",
        upload_to="photos/%Y/%m",
        width_field="width",
        height_field="height",
        db_index=True,
        validators=[FileExtensionValidator(IMAGES, PICTURES_ONLY)],
    )
    width = models.PositiveIntegerField("宽", editable=False)
    height = models.PositiveIntegerField("高", editable=False)
    digest = models.CharField("内容摘要", max_length=64, blank=True, editable=False, db_index=True)
    renditions = models.JSONField("各种尺寸", default=dict, blank=True, editable=False)
    focus_x = models.PositiveSmallIntegerField(
        "焦点离左边（%）", default=MIDDLE, validators=[MaxValueValidator(100, "焦点在0到100之间。")]
    )
    focus_y = models.PositiveSmallIntegerField(
        "焦点离上边（%）", default=MIDDLE, validators=[MaxValueValidator(100, "焦点在0到100之间。")]
    )
    alt = models.CharField(
        "替代文字",
        max_length=200,
        blank=True,
        help_text="给看不到图片的人：图上有什么。不写“图片”二字，也不重复图片说明。",
    )
    caption = models.CharField("图片说明", max_length=200, blank=True)
    credit = models.CharField("摄影或绘制", max_length=80, blank=True)
    taken_on = PartialDateField("拍摄时间", null=True, blank=True)
    is_illustration = models.BooleanField(
        "示意图", default=False, help_text="绘制的图，不是照片；页面上会标明“示意图”。"
    )
    added_at = models.DateTimeField("入库时间", auto_now_add=True)

    objects = PhotoQuerySet.as_manager()
    file_field = "image"

    class Meta:
        verbose_name = "图片"
        verbose_name_plural = "图片"
        ordering = ["-added_at", "-pk"]

    def __str__(self):
        return self.caption or self.alt or f"还没有说明的图片（编号{self.pk}）"

    def save(self, *args, **kwargs):
        """Save, and have renditions made after the commit where there are none of this picture and focal point yet."""
        super().save(*args, **kwargs)
        if are_due(self):
            transaction.on_commit(partial(making.make_of, type(self), self.pk), robust=True)

    @property
    def file(self):
        return self.image

    @property
    def focus(self):
        return [self.focus_x, self.focus_y]

    @property
    def shown(self):
        """The photo as pages show it, in several sizes."""
        return Renditions(self)

    @property
    def thumbnail(self):
        """The address of a small picture of it, for the admin."""
        return self.shown.thumbnail

    @property
    def label(self):
        """The caption as a page shows it: a drawing is always called one."""
        if self.is_illustration and "示意图" not in self.caption:
            return f"示意图：{self.caption}" if self.caption else "示意图"
        return self.caption


class Attachment(models.Model):
    """A file offered for download."""

    title = models.CharField("标题", max_length=120)
    file = models.FileField(
        "文件",
        upload_to="attachments/%Y/%m",
        db_index=True,
        validators=[FileExtensionValidator(DOCUMENTS, "不能上传这种文件。可上传：%(allowed_extensions)s。")],
    )
    added_at = models.DateTimeField("入库时间", auto_now_add=True)

    file_field = "file"

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["-added_at", "-pk"]

    def __str__(self):
        return self.title

    @property
    def suffix(self):
        return PurePath(self.file.name).suffix

    @property
    def extension(self):
        """The kind of file as readers know it: PDF, XLSX."""
        return self.suffix.removeprefix(".").upper()
