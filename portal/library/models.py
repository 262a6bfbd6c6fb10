"""Photos and attachments, kept apart from the records that use them."""

from django.core.validators import FileExtensionValidator
from django.db import models

from portal.shared.fields import PartialDateField

IMAGES = ["jpg", "jpeg", "png", "webp", "gif"]
PICTURES_ONLY = "请上传JPG、PNG、WebP或GIF图片。"
DOCUMENTS = ["pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "csv", "ppt", "pptx", "txt", "zip"]


class Photo(models.Model):
    """A picture with what a page must say about it."""

    image = models.ImageField(
        "图片",
        upload_to="photos/%Y/%m",
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(IMAGES, PICTURES_ONLY)],
    )
    width = models.PositiveIntegerField("宽", editable=False)
    height = models.PositiveIntegerField("高", editable=False)
    alt = models.CharField(
        "替代文字",
        max_length=200,
        help_text="给看不到图片的人：图上有什么。不写“图片”二字，也不重复图片说明。",
    )
    caption = models.CharField("图片说明", max_length=200, blank=True)
    credit = models.CharField("摄影或绘制", max_length=80, blank=True)
    taken_on = PartialDateField("拍摄时间", null=True, blank=True)
    is_illustration = models.BooleanField(
        "示意图", default=False, help_text="绘制的图，不是照片；页面上会标明“示意图”。"
    )
    added_at = models.DateTimeField("入库时间", auto_now_add=True)

    class Meta:
        verbose_name = "图片"
        verbose_name_plural = "图片"
        ordering = ["-added_at", "-pk"]

    def __str__(self):
        return self.caption or self.alt

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
        validators=[FileExtensionValidator(DOCUMENTS, "不能上传这种文件。可上传：%(allowed_extensions)s。")],
    )
    added_at = models.DateTimeField("入库时间", auto_now_add=True)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["-added_at", "-pk"]

    def __str__(self):
        return self.title

    @property
    def extension(self):
        """The kind of file as readers know it: PDF, XLSX."""
        return self.file.name.rpartition(".")[2].upper()
