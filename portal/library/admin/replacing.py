"""The page on which a photo or an attachment gets another file."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.views.generic import View

from portal.editions.people import actor_of
from portal.editions.rights import NoRight
from portal.editions.workflow import Refused
from portal.shared.titles import quoted

from ..kept import KeepsUploads, KeptFileInput
from ..replacing import may_replace, replace
from ..uses import places
from .links import linked


class ReplaceForm(KeepsUploads, forms.Form):
    """Another file, and why; the reason is needed where the public sees the change at once."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2, "cols": 60}))

    def __init__(self, *args, file, user, is_public, **kwargs):
        super().__init__(*args, **kwargs)
        model_field = file._meta.get_field(file.file_field)
        upload = model_field.formfield(label="新的文件", widget=KeptFileInput(user=user), initial=None)
        self.fields = {"upload": upload, **self.fields}
        self.fields["reason"].required = is_public
        self.fields["reason"].error_messages["required"] = "公开页面正在用它，替换要写明理由。"


class ReplacePage(View):
    """GET shows what is there and what will change; POST replaces the file."""

    model_admin = None

    def dispatch(self, request, object_id):
        self.file = self.model_admin.get_object(request, unquote(object_id))
        if self.file is None:
            raise Http404("没有这个文件，或它已被删除。")
        if not self.model_admin.has_view_or_change_permission(request, self.file):
            raise PermissionDenied
        self.places = places(self.file)
        self.is_public = any(place.is_public for place in self.places)
        if refusal := may_replace(request.user, self.file, is_public=self.is_public):
            return self.show(refusal=refusal, status=403 if isinstance(refusal, NoRight) else 409)
        return super().dispatch(request)

    def get(self, request):
        return self.show(form=self.form())

    def post(self, request):
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form)
        try:
            data = form.cleaned_data
            replace(self.file, data["upload"], actor_of(request), reason=data["reason"])
        except (Refused, ValidationError) as refused:
            form.add_error("upload", getattr(refused, "sentence", None) or refused.messages)
            return self.show(form=form)
        return self.done(form)

    def done(self, form):
        form.discard_kept()
        public = "公开页面已经换用新的。" if self.is_public else ""
        messages.success(self.request, f"{quoted(self.file)}的文件已替换。{public}请检查下面的说明还合不合适。")
        return HttpResponseRedirect(self.model_admin.address_of("change", self.file.pk))

    def form(self, *data):
        return ReplaceForm(*data, file=self.file, user=self.request.user, is_public=self.is_public)

    def show(self, *, status=200, **context):
        context |= {
            "title": "替换文件",
            "record": self.file,
            "places": linked(self.places, self.model_admin.admin_site),
            "is_public": self.is_public,
            "change_url": self.model_admin.address_of("change", self.file.pk),
        }
        return self.model_admin.page(self.request, "admin/library/replace.html", context, status)
