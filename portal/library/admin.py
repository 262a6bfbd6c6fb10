"""The admin of the library: what is uploaded once and used anywhere."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.html import format_html

from portal.shared.admin import FIELDS, PortalModelAdmin, year_filter

from .models import PICTURES_ONLY, Attachment, Photo

# What is public may show a file: another one is another entry, so that nothing public changes without a review.
FILE_STAYS = "文件上传后不能替换，因为已公开的内容可能在用；要换，请另外上传一个。"

FORMATS = {"JPEG", "PNG", "WEBP", "GIF"}


class WebImageField(forms.ImageField):
    """A picture that every browser shows, whatever its name says."""

    default_validators = []  # Django lists every format that Pillow knows; the model has a sentence for ours.

    def to_python(self, data):
        file = super().to_python(data)
        if file and getattr(file, "image", None) and file.image.format not in FORMATS:
            raise forms.ValidationError(PICTURES_ONLY)
        return file


@admin.register(Photo)
class PhotoAdmin(PortalModelAdmin):
    list_display = ["thumbnail", "alt", "caption", "credit", "taken", "is_illustration", "added_at"]
    list_display_links = ["thumbnail", "alt"]
    list_filter = ["is_illustration", year_filter("taken_on", "拍摄年份"), "added_at"]
    search_fields = ["alt", "caption", "credit"]
    date_hierarchy = "added_at"
    list_per_page = 20
    formfield_overrides = FIELDS | {models.ImageField: {"form_class": WebImageField}}
    readonly_fields = ["preview", "size"]
    fieldsets = [
        (
            None,
            {"fields": ["image", "preview", "size"], "description": f"支持JPG、PNG、WebP和GIF图片。{FILE_STAYS}"},
        ),
        (
            "说明",
            {
                "fields": ["alt", "caption", "credit", "taken_on", "is_illustration"],
                "description": "替代文字必须填写：读屏软件把它念给看不到图片的人。",
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["image"] if obj else [])]

    @admin.display(description="缩略图")
    def thumbnail(self, obj):
        return picture(obj, 60)

    @admin.display(description="预览")
    def preview(self, obj):
        return picture(obj, 240) or "上传后显示"

    @admin.display(description="尺寸")
    def size(self, obj):
        return f"{obj.width}×{obj.height}像素" if obj.image else "上传后显示"

    @admin.display(description="拍摄时间", ordering="taken_on")
    def taken(self, obj):
        return obj.taken_on and obj.taken_on.label


def picture(photo, height):
    """Give the picture itself, shown small; ``None`` while there is none."""
    if not photo.image:
        return None
    html = '<img src="{}" alt="{}" height="{}" loading="lazy">'
    return format_html(html, photo.image.url, photo.alt, height)


@admin.register(Attachment)
class AttachmentAdmin(PortalModelAdmin):
    list_display = ["title", "extension", "file", "added_at"]
    list_filter = ["added_at"]
    search_fields = ["title", "file"]
    date_hierarchy = "added_at"
    fieldsets = [(None, {"fields": ["title", "file"], "description": FILE_STAYS})]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["file"] if obj else [])]

    @admin.display(description="格式")
    def extension(self, obj):
        return obj.extension
