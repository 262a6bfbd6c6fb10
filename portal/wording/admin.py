"""The admin of the table: to look up, to filter, to switch off and on."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.shared.admin import PortalModelAdmin
from portal.shared.spreadsheets.admin import SpreadsheetAdmin

from .models import Term
from .spreadsheets import TermSheet


@admin.register(Term)
class TermAdmin(SpreadsheetAdmin, PortalModelAdmin):
    spreadsheets = [TermSheet]
    after_import = "立即生效，不影响已经发布的内容。"
    list_display = ["wrong", "right", "level", "reason", "is_active", "updated_at"]
    list_filter = ["level", "is_active", ("right", admin.EmptyFieldListFilter), "updated_at"]
    search_fields = ["wrong", "right", "reason"]
    actions = ["switch_on", "switch_off"]
    fieldsets = [
        (
            None,
            {
                "fields": ["wrong", "right", "level", "reason", "exceptions", "is_active"],
                "description": "送审、发布和“检查文字”时，稿件的每一段文字都对照这张表。"
                "改动立即生效，不影响已经发布的内容。全角和半角的字母、数字看作一样；标点和大小写按原样比较。",
            },
        )
    ]

    @admin.action(description="启用所选的错敏词", permissions=["change"])
    def switch_on(self, request, queryset):
        """What would contradict the rest of the table stays off."""
        done = 0
        for term in queryset.filter(is_active=False):
            term.is_active = True
            try:
                term.full_clean()
            except ValidationError as error:
                self.message_user(request, f"“{term.wrong}”没有启用：{''.join(error.messages)}", messages.WARNING)
            else:
                term.save()
                done += 1
        self.message_user(request, f"已启用{done}条。")

    @admin.action(description="停用所选的错敏词", permissions=["change"])
    def switch_off(self, request, queryset):
        count = queryset.active().update(is_active=False, updated_at=timezone.now())
        self.message_user(request, f"已停用{count}条。")
