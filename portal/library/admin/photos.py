"""Photos in the admin: one by one here, many at once in ``bulk.py``."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import path
from django.utils.html import format_html

from portal.shared.admin import year_filter

from ..fields import read_once
from ..kept import KeepsUploads
from ..models import Photo
from ..pictures import LIMITS
from .bulk import DescribePage, UploadPage
from .common import LibraryAdmin


class PhotoForm(KeepsUploads, forms.ModelForm):
    """A photo needs its alternative text here; and the same picture a second time must be meant."""

    is_meant = forms.BooleanField(label="仍然另存一张", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "alt" in self.fields:
            self.fields["alt"].required = True

    def clean(self):
        cleaned = super().clean()
        picture = cleaned.get("image")
        same = picture and Photo.objects.of_picture(picture).first()
        if same and not cleaned.get("is_meant"):
            self.fields["is_meant"].widget = forms.CheckboxInput()
            self.add_error("is_meant", render_to_string("admin/library/_same.html", {"photo": same}))
        return cleaned


class AltFilter(admin.SimpleListFilter):
    title = "替代文字"
    parameter_name = "alt"

    def lookups(self, request, model_admin):
        return [("missing", "还没有写")]

    def queryset(self, request, queryset):
        return queryset.without_alt() if self.value() == "missing" else queryset


@admin.register(Photo)
class PhotoAdmin(LibraryAdmin):
    form = PhotoForm
    list_display = ["thumbnail", "alt", "caption", "credit", "taken", "is_illustration", "added_at"]
    list_display_links = ["thumbnail", "alt"]
    list_filter = [AltFilter, "is_illustration", year_filter("taken_on", "拍摄年份"), "added_at"]
    search_fields = ["alt", "caption", "credit"]
    date_hierarchy = "added_at"
    list_per_page = 20
    readonly_fields = ["preview", "size", "where_used"]
    actions = ["describe"]

    class Media:
        js = [forms.Script("admin-portal/focus.js", type="module")]

    def get_fieldsets(self, request, obj=None):
        upload = ["preview", "size"] if obj else ["image", "is_meant", "preview"]
        words = ["alt", "caption", "credit", "taken_on", "is_illustration"]
        found = [
            (None, {"fields": upload, "description": "" if obj else LIMITS}),
            ("焦点", {"fields": [("focus_x", "focus_y")], "description": "列表里的图会裁剪，焦点总在裁剪后的画面里。"}),
            ("说明", {"fields": words, "description": "替代文字必须填写：读屏软件把它念给看不到图片的人。"}),
        ]
        return [*found, ("用处", {"fields": ["where_used"]})] if obj else found

    def get_readonly_fields(self, request, obj=None):
        shown = super().get_readonly_fields(request, obj)
        return shown if self.has_change_permission(request, obj) or not obj else [*shown, "focus_x", "focus_y"]

    def get_urls(self):
        pages = {"upload": UploadPage, "describe": DescribePage}
        views = {name: self.admin_site.admin_view(page.as_view(model_admin=self)) for name, page in pages.items()}
        return [
            *(path(f"{name}/", view, name=self.url_name(name)) for name, view in views.items()),
            *super().get_urls(),
        ]

    def list_tools(self, request):
        tool = ("批量上传", self.address_of("upload"))
        return [*super().list_tools(request), *([tool] if self.has_add_permission(request) else [])]

    def changeform_view(self, request, *args, **kwargs):
        """Unpack what was sent before Django begins the transaction: others need not wait for that to save."""
        for upload in request.FILES.getlist("image"):
            try:
                read_once(upload)
            except ValidationError:
                pass  # the form says so
        return super().changeform_view(request, *args, **kwargs)

    @admin.action(description="填写说明（多张一起）", permissions=["change"])
    def describe(self, request, queryset):
        return DescribePage.of(self, queryset)

    @admin.display(description="缩略图")
    def thumbnail(self, obj):
        html = '<img src="{}" alt="{}" height="60" loading="lazy">'
        return format_html(html, obj.thumbnail, obj.alt or str(obj))

    @admin.display(description="预览")
    def preview(self, obj):
        return render_to_string("admin/library/_focus.html", {"photo": obj if obj.pk else None})

    @admin.display(description="尺寸")
    def size(self, obj):
        return f"{obj.width}×{obj.height}像素"

    @admin.display(description="拍摄时间", ordering="taken_on")
    def taken(self, obj):
        return obj.taken_on and obj.taken_on.label
