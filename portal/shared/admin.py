"""What the admin pages of all apps share: records, their parts, and bodies made of blocks."""

from collections import defaultdict

from content_editor.admin import ContentEditor, ContentEditorInline, RefinedModelAdmin
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect
from django.db import models
from django.db.models import UniqueConstraint, Value
from django.db.models.functions import Substr
from django.template.loader import render_to_string

from .suggestions import TitleAdmin

FIELDS = {
    models.URLField: {"assume_scheme": "https"},
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
}


# Records


class PortalModelAdmin(TitleAdmin):
    """Base of all records. One without a rule of publishing is public as soon as it is saved."""

    save_on_top = True
    list_per_page = 50
    formfield_overrides = FIELDS
    slug_stays_editable = False

    class Media:
        css = {"all": ["admin-portal/admin.css"]}
        js = ["admin-portal/save.js"]

    def get_readonly_fields(self, request, obj=None):
        """The slug of what was ever public is its address; it is shown and no longer taken from the form."""
        is_fixed = obj is not None and getattr(obj, "was_published", True) and not self.slug_stays_editable
        return [*super().get_readonly_fields(request, obj), *(["slug"] if is_fixed else [])]

    def list_tools(self, request):
        """Give ``[(label, address)]`` of what stands above the list beside “add”; mixins add theirs."""
        return []

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"list_tools": self.list_tools(request)} | (extra_context or {}))

    def get_view_on_site_url(self, obj=None):
        """Only what visitors can see has a link to its page."""
        is_public = obj is not None and getattr(obj, "is_public", True)
        return super().get_view_on_site_url(obj) if is_public else None


class ReadOnlyAdmin(admin.ModelAdmin):
    """Mixin for what the portal writes by itself, or elsewhere: here it is looked at."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def year_filter(field, title):
    """Give a list filter by the year of ``field``, a partial date."""

    class YearFilter(admin.SimpleListFilter):
        parameter_name = f"{field}_year"

        def lookups(self, request, model_admin):
            dated = model_admin.model._default_manager.exclude(**{field: None}).order_by()
            years = dated.annotate(year=Substr(field, 1, 4)).values_list("year", flat=True).distinct()
            return [(year, f"{year}年") for year in sorted(years, reverse=True)]

        def queryset(self, request, queryset):
            return queryset.filter(**{f"{field}__startswith": self.value()}) if self.value() else queryset

    YearFilter.title = title
    return YearFilter


# Parts: rows that are edited on the page of their record


class KnownAutocomplete(AutocompleteSelect):
    """Django's select with search asks the database once for each row what its value is called.

    This one does not ask when the value is ``known``: the related object that was loaded with the row.
    """

    known = None

    def optgroups(self, name, value, attrs=None):
        if self.known is None or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.known)
        options.append(self.create_option(name, self.known.pk, label, True, len(options)))
        return [(None, options, 0)]


class PartForm(forms.ModelForm):
    """Tells each :class:`KnownAutocomplete` which object was loaded with the row."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnownAutocomplete):
                loaded = self.instance._meta.get_field(name).is_cached(self.instance)
                widget.known = getattr(self.instance, name) if loaded else None


class PartFormSet(forms.BaseInlineFormSet):
    """Compares the rows of one submission with each other; each row is compared with the saved ones by its form.

    Django's own comparison leaves out constraints with a condition, so that doubles end as an error of the
    database, and it names fields as the code does. Here the second row gets the sentence of the model.
    """

    def validate_unique(self):
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                names = [name for name in constraint.fields if name != self.fk.name]
                self.refuse_doubles(names, constraint.violation_error_message, constraint.condition)
        for field in self.model._meta.concrete_fields:
            if field.unique and not field.primary_key:
                self.refuse_doubles([field.name], field.error_messages["unique"])

    def refuse_doubles(self, names, sentence, condition=None):
        """Put ``sentence`` at the last of ``names`` in each row that repeats another's values."""
        alike = defaultdict(list)
        for form in self.forms:
            if form.is_valid() and form.cleaned_data and form not in self.deleted_forms:
                alike[tuple(form.cleaned_data.get(name) for name in names)].append(form)
        for values, forms_ in alike.items():
            if len(forms_) > 1 and None not in values:
                for form in [form for form in forms_ if meets(condition, form.instance)][1:]:
                    form.add_error(names[-1] if names else None, sentence)


def meets(condition, row):
    """Whether ``row`` meets the ``condition`` of a constraint (``None``: always); one query."""
    values = {field.name: Value(field.value_from_object(row), field) for field in row._meta.concrete_fields}
    return condition is None or condition.check(values)


class PartInline(admin.options.InlineModelAdmin):
    """Base of inlines: the number of queries does not grow with the rows.

    ``select_related`` names what ``__str__`` and the autocomplete fields of a row need.
    """

    form = PartForm
    formset = PartFormSet
    extra = 0
    formfield_overrides = FIELDS
    select_related = ()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.select_related)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


# Bodies


class BodyAdmin(PortalModelAdmin, ContentEditor):
    """A record with a body of ordered blocks (django-content-editor)."""

    @property
    def media(self):
        """Django's, ours and the editor's style, but not its script that asks in English before deleting."""
        css = {"all": ["content_editor/django_admin_fixes.css", "admin-portal/admin.css"]}
        modules = [forms.Script(f"admin-portal/{name}.js", type="module") for name in ("blocks", "paste", "titles")]
        js = ["admin-portal/save.js", "admin-portal/prose.js", *modules]
        return super(RefinedModelAdmin, self).media + forms.Media(css=css, js=js)

    # Whoever may only read a record reads its body as visitors do: the editor's script fails without fields.

    def may_edit(self, request, obj):
        return obj is None or self.has_change_permission(request, obj)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if self.may_edit(request, obj):
            return fieldsets
        return [*fieldsets, ("正文", {"fields": ["shown_body"], "classes": ["wide"]})]

    @admin.display(description="正文")
    def shown_body(self, obj):
        groups = obj.body_groups
        return render_to_string("_body.html", {"groups": groups}) if groups else "还没有内容。"

    def get_inline_instances(self, request, obj=None):
        inlines = super().get_inline_instances(request, obj)
        if self.may_edit(request, obj):
            return inlines
        return [inline for inline in inlines if not isinstance(inline, ContentEditorInline)]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Leave out the editor's script where there is nothing to edit."""
        base = super() if self.may_edit(request, obj) else super(ContentEditor, self)
        return base.render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        """Leave out the editor's copying between regions: it takes any block of any record by its key."""
        super(ContentEditor, self).save_related(request, form, formsets, change)


class BlockFormSet(PartFormSet):
    """Tells the script of the blocks what may be deleted, and what was when the form comes back with faults."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        ordering = form.fields["ordering"].widget
        if self.can_delete:
            ordering.attrs["data-deletable"] = ""
        if form.data.get(form.add_prefix("DELETE")):
            ordering.attrs["data-deleted"] = ""


class BlockInline(PartInline, ContentEditorInline):
    """One kind of block."""

    formset = BlockFormSet


class TextInline(BlockInline):
    icon = "notes"
    fields = ["text", "region", "ordering"]


class QuoteInline(BlockInline):
    icon = "format_quote"
    fields = ["text", "attribution", "region", "ordering"]


class PhotoInline(BlockInline):
    icon = "image"
    fields = ["photo", "caption", "region", "ordering"]
    autocomplete_fields = ["photo"]
    select_related = ["photo"]


class AttachmentInline(BlockInline):
    icon = "attach_file"
    fields = ["attachment", "note", "region", "ordering"]
    autocomplete_fields = ["attachment"]
    select_related = ["attachment"]
