"""Who looks at the desk, what they may see, and where things are in their admin."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.functional import cached_property

from portal.editions.models import Publishable
from portal.editions.rights import has_right
from portal.editions.waiting import stages_of


class Viewer:
    """The person behind ``request`` in the admin ``site``."""

    def __init__(self, request, site):
        self.request = request
        self.user = request.user
        self.site = site

    @cached_property
    def stages(self):
        """The stages of review at which this person signs (one query)."""
        return stages_of(self.user)

    @cached_property
    def publishable(self):
        """``{key of the content type: model}`` of what is published and may be seen."""
        models = [model for model in self.published_models if self.sees(model)]
        return {kind.pk: model for model, kind in ContentType.objects.get_for_models(*models).items()}

    @property
    def sees_all(self):
        """Whether this person may see everything that is published."""
        return len(self.publishable) == len(self.published_models)

    @property
    def published_models(self):
        return [model for model in self.site._registry if issubclass(model, Publishable)]

    @property
    def writes(self):
        """Whether this person may write anything that is published."""
        return any(has_right(self.user, action, model) for model in self.publishable.values() for action in WRITE)

    def sees(self, model):
        """Whether this person may see records of ``model`` in this admin."""
        model_admin = self.site._registry.get(model)
        return model_admin is not None and model_admin.has_view_or_change_permission(self.request)

    def adds(self, model):
        model_admin = self.site._registry.get(model)
        return model_admin is not None and model_admin.has_add_permission(self.request)

    def address(self, page, *args):
        """Give the address of a page of this admin by its name."""
        return reverse(f"admin:{page}", args=args, current_app=self.site.name)

    def page_of(self, model, page, *args):
        """Give the address of a page of ``model``: ``changelist``, ``change`` of a key, ``review`` of a key…"""
        return self.address(f"{model._meta.app_label}_{model._meta.model_name}_{page}", *args)


WRITE = ("add", "change")
