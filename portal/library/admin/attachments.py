"""Attachments in the admin."""

from django import forms
from django.contrib import admin

from ..kept import KeepsUploads
from ..models import Attachment
from .common import LibraryAdmin


class AttachmentForm(KeepsUploads, forms.ModelForm):
    pass


@admin.register(Attachment)
class AttachmentAdmin(LibraryAdmin):
    form = AttachmentForm
    list_display = ["title", "extension", "file", "added_at"]
    list_filter = ["added_at"]
    search_fields = ["title", "file"]
    date_hierarchy = "added_at"
    readonly_fields = ["where_used"]

    def get_fieldsets(self, request, obj=None):
        used = [("用处", {"fields": ["where_used"]})] if obj else []
        return [(None, {"fields": ["title", "file"]}), *used]

    @admin.display(description="格式")
    def extension(self, obj):
        return obj.extension
