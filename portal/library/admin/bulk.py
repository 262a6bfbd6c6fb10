"""Many photos at once: uploaded on one page, described on another."""

from dataclasses import asdict, dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.views.generic import View

from portal.editions.admin.visit import whole_number

from ..fields import read_once
from ..models import Photo
from ..pictures import LIMITS

MOST_SENT = 10  # files in one request, so that it is answered in time; the script sends one at a time
MOST_DESCRIBED = 100


@dataclass
class Outcome:
    """What became of one file: ``key`` of its photo, or in a ``sentence`` why there is none.

    ``thumbnail`` and ``address``: of this photo, or of the one that there was already.
    """

    name: str
    key: int | None = None
    sentence: str = ""
    thumbnail: str = ""
    address: str = ""


class UploadPage(View):
    """POST takes in each file sent as ``photos``, whatever becomes of the others; a script is answered in JSON."""

    model_admin = None

    def dispatch(self, request):
        if not self.model_admin.has_add_permission(request):
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request):
        return self.show()

    def post(self, request):
        uploads = request.FILES.getlist("photos")
        outcomes = [self.take_in(upload) for upload in uploads[:MOST_SENT]]
        if request.accepts("text/html"):
            return self.show(outcomes, self.complaint(uploads))
        return JsonResponse({"outcomes": [asdict(outcome) for outcome in outcomes]})

    @staticmethod
    def complaint(uploads):
        if not uploads:
            return "还没有选图片。"
        left = [upload.name for upload in uploads[MOST_SENT:]]
        return f"一次最多{MOST_SENT}张，这些没有上传：{'、'.join(left)}。" if left else ""

    def take_in(self, upload):
        """Make a photo of ``upload``, without any words yet; what is in the library already is left out."""
        try:
            picture = read_once(upload)
        except ValidationError as refused:
            return Outcome(upload.name, sentence="".join(refused.messages))
        if same := Photo.objects.of_picture(picture).first():
            return self.outcome(upload, same, sentence=f"图片库里已有同一张（{same}），没有再存。")
        with transaction.atomic():
            photo = Photo.objects.create(image=picture)
            self.model_admin.log_addition(self.request, photo, [{"added": {}}])
        photo.refresh_from_db()  # by now it has its renditions
        return self.outcome(upload, photo, key=photo.pk)

    def outcome(self, upload, photo, **values):
        address = self.model_admin.address_of("change", photo.pk)
        return Outcome(upload.name, thumbnail=photo.thumbnail, address=address, **values)

    def show(self, outcomes=(), complaint=""):
        keys = [outcome.key for outcome in outcomes if outcome.key]
        context = {
            "title": "批量上传图片",
            "outcomes": outcomes,
            "complaint": complaint,
            "describe_url": DescribePage.address(self.model_admin, keys) if keys else "",
            "describe_page": self.model_admin.address_of("describe"),
            "most": MOST_SENT,
            "limits": LIMITS,
        }
        return self.model_admin.page(self.request, "admin/library/photo/upload.html", context)


class DescribeForm(forms.ModelForm):
    """The words of one photo. All may come later, but what uses it is not published without its alternative text."""

    class Meta:
        model = Photo
        fields = ["alt", "caption", "credit", "taken_on", "is_illustration"]
        widgets = dict.fromkeys(("alt", "caption", "credit"), AdminTextInputWidget)


class CommonForm(forms.Form):
    """What holds for all photos of the page that do not say otherwise."""

    credit = Photo._meta.get_field("credit").formfield(required=False)
    taken_on = Photo._meta.get_field("taken_on").formfield(required=False)

    def fill(self, photo):
        """Give ``photo`` what it does not say itself; give whether anything was added."""
        news = {name: value for name, value in self.cleaned_data.items() if value and not getattr(photo, name)}
        for name, value in news.items():
            setattr(photo, name, value)
        return bool(news)


class DescribePage(View):
    """The words of the photos that ``ids`` names, on one page."""

    model_admin = None

    @staticmethod
    def address(model_admin, keys):
        return f"{model_admin.address_of('describe')}?ids={','.join(map(str, keys))}"

    @classmethod
    def of(cls, model_admin, queryset):
        keys = queryset.values_list("pk", flat=True)[:MOST_DESCRIBED]
        return HttpResponseRedirect(cls.address(model_admin, keys))

    def dispatch(self, request):
        if not self.model_admin.has_change_permission(request):
            raise PermissionDenied
        keys = [key for text in request.GET.get("ids", "").split(",") if (key := whole_number(text))]
        self.photos = Photo.objects.filter(pk__in=keys[:MOST_DESCRIBED]).order_by("pk")
        self.is_cut = len(keys) > MOST_DESCRIBED
        return super().dispatch(request)

    def get(self, request):
        return self.show(CommonForm(), self.rows())

    def post(self, request):
        common, rows = CommonForm(request.POST), self.rows(request.POST)
        if not all(form.is_valid() for form in (common, *rows)):
            return self.show(common, rows)
        self.save(common, rows)
        silent = self.photos.without_alt().count()
        left = f"还有{silent}张没有替代文字，补上以前不能在公开的内容里使用。" if silent else ""
        messages.success(request, f"已保存。{left}")
        return HttpResponseRedirect(request.get_full_path() if silent else self.model_admin.address_of("changelist"))

    def rows(self, data=None):
        """Give the form of each photo; a form knows its photo by the key in the names of its fields."""
        return [DescribeForm(data, instance=photo, prefix=str(photo.pk)) for photo in self.photos]

    @transaction.atomic
    def save(self, common, rows):
        for row in rows:
            if common.fill(row.instance) or row.has_changed():
                row.instance.save(update_fields=row.Meta.fields)
                self.model_admin.log_change(self.request, row.instance, [{"changed": {"fields": row.changed_data}}])

    def show(self, common, rows):
        mistakes = sum(len(form.errors) for form in (common, *rows))
        context = {"title": "填写图片说明", "common": common, "rows": rows, "mistakes": mistakes}
        context["most"] = MOST_DESCRIBED if self.is_cut else 0
        return self.model_admin.page(self.request, "admin/library/photo/describe.html", context)
