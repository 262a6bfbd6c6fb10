"""What the admin of photos and of attachments has in common: where they are used, and what that does not allow."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import path

from portal.editions.models import Action
from portal.editions.people import actor_of
from portal.editions.workflow import lock, write_down
from portal.shared.admin import PortalModelAdmin

from ..kept import KeepsUploads, KeptFileInput
from ..uses import places
from .links import linked
from .replacing import ReplacePage


class LibraryAdmin(PortalModelAdmin):
    """Base of both. A file is chosen once; later it is replaced on a page of its own, with all its uses kept."""

    class Media:
        css = {"all": ["admin-portal/photos.css"]}

    def get_urls(self):
        replace = self.admin_site.admin_view(ReplacePage.as_view(model_admin=self))
        return [path("<path:object_id>/replace/", replace, name=self.url_name("replace")), *super().get_urls()]

    def get_object(self, request, object_id, from_field=None):
        """Lock the row while its form is being saved: nobody replaces its file meanwhile."""
        obj = super().get_object(request, object_id, from_field)
        is_saved = request.method == "POST" and transaction.get_connection().in_atomic_block
        return lock(obj) if obj and is_saved else obj

    # The form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.FileField):
            kwargs["widget"] = KeptFileInput(user=request.user)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        shown = [self.model.file_field] if obj else []
        return [*super().get_readonly_fields(request, obj), *shown]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if isinstance(form, KeepsUploads):
            transaction.on_commit(form.discard_kept)

    @admin.display(description="用在哪里")
    def where_used(self, obj):
        context = {"places": linked(places(obj), self.admin_site), "replace_url": self.address_of("replace", obj.pk)}
        return render_to_string("admin/library/_places.html", context)

    # Deleting: only what nothing uses

    def get_deleted_objects(self, objs, request):
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, needed, [*protected, *(str(place) for obj in objs for place in places(obj))]

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj and self.has_delete_permission(request, obj) and (found := places(obj)):
            context = {"title": "不能删除", "record": obj, "places": linked(found, self.admin_site)}
            return self.page(request, "admin/library/in_use.html", context, status=409)
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        """Delete what nothing uses; a use that came up meanwhile is a refusal."""
        if places(obj):
            raise PermissionDenied("它正被使用，不能删除。")
        write_down(actor_of(request), Action.DELETED, obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)
