"""The admin of the identity: one page, that of the one row, whether it was ever saved or not."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime

from portal.library.fields import PictureFormField
from portal.shared.admin import FIELDS, PortalModelAdmin

from .models import SiteIdentity

ONLY = "1"  # the key of the one row, as addresses write it


class IdentityForm(forms.ModelForm):
    """Refuses to undo what somebody saved since the form was opened; sent once more, it is meant."""

    class Meta:
        widgets = {"alert_text": AdminTextareaWidget(attrs={"rows": 3})}

    opened_at_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened_at_version"] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opened_at_version") != self.instance.version:
            self.show_what_was_saved()
        return cleaned

    def show_what_was_saved(self):
        """Complain, beside each field that differs; the form then knows of what was saved."""
        self.add_error(
            None,
            "没有保存：您打开这一页以后，别人保存过。您填写的内容还在下面，与现在保存的不同之处已经标出。"
            "改好以后再按一次保存，就以您的为准；选好的图片要重新选。",
        )
        for name in self.changed_data:
            if name != "opened_at_version":
                self.add_error(name, f"现在保存的是：{self.worded(name)}")
        self.data = self.data.copy()
        self.data["opened_at_version"] = self.instance.version

    def worded(self, name):
        saved = getattr(self.instance, name)
        if isinstance(saved, datetime):
            return date_format(localtime(saved), "Y-m-d H:i")
        return getattr(self.instance, f"get_{name}_display", lambda: saved)() or "（空）"


@admin.register(SiteIdentity)
class SiteIdentityAdmin(PortalModelAdmin):
    form = IdentityForm
    formfield_overrides = FIELDS | {models.ImageField: {"form_class": PictureFormField}}
    fieldsets = [
        (
            None,
            {
                "fields": ["opened_at_version", "name", "domain", "description", "keywords"],
                "description": "保存后立即显示在每一页上，不经过审核。没有的就空着，空着的项不显示。",
            },
        ),
        ("主办与联系", {"fields": ["organiser", "undertaker", "address", "phone", "email", "correction_url"]}),
        (
            "标识与备案",
            {
                "fields": ["id_code", "icp_number", "police_number", "badge", "badge_url"],
                "description": "都由主管部门发给。还没有的请留空，不要编写。",
            },
        ),
        (
            "首页提示",
            {
                "fields": ["alert_text", "alert_url", "alert_level", "alert_start", "alert_end"],
                "description": "显示在首页最上方，只在开始时间和结束时间之间显示。",
            },
        ),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:identity_siteidentity_change", ONLY)

    def get_object(self, request, object_id, from_field=None):
        """Give the row, or the one to be; locked while a form is being saved, so that two are saved in turn."""
        if object_id != ONLY:
            return None
        rows = SiteIdentity.objects.select_for_update() if request.method == "POST" else SiteIdentity.objects
        return rows.first() or SiteIdentity()
