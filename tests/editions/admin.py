"""An admin site of the tests, and beside it the same form without editions, to compare with."""

from django.contrib import admin

from portal.editions.admin import AuditEntryAdmin, EditionAdmin, StateFilter
from portal.editions.models import AuditEntry

from .models import Book, Chapter, Cover, Label, Leaflet, Note, Shelf

site = admin.AdminSite(name="admin")


class ChapterInline(admin.StackedInline):
    model = Chapter
    extra = 0


class NoteInline(admin.TabularInline):
    model = Note
    extra = 0


@admin.register(Book, site=site)
class BookAdmin(EditionAdmin):
    list_display = ["title", "state"]
    list_filter = [StateFilter]
    search_fields = ["title"]
    inlines = [ChapterInline, NoteInline]


@admin.register(Leaflet, site=site)
class LeafletAdmin(EditionAdmin):
    list_display = ["title", "state"]


site.register([Shelf, Label, Cover])
site.register(AuditEntry, AuditEntryAdmin)
