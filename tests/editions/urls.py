"""Addresses of the tests: public pages of books and leaflets, a list for programs, the admin, previews."""

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import include, path
from django.utils.html import escape

from .admin import site
from .models import Book, Leaflet


def book(request, pk):
    found = Book.objects.public().filter(pk=pk).first()
    if found is None:
        raise Http404("没有这本书。")
    chapters = "".join(f"<p>{escape(chapter.text)}</p>" for chapter in found.chapters.all())
    notes = "".join(f"<li>{escape(note.mark)}：{escape(note.text)}</li>" for note in found.notes.order_by("mark"))
    labels = "、".join(label.name for label in found.labels.order_by("pk"))
    corrections = "".join(f"<p>更正：{escape(row['note'])}</p>" for row in found.corrections)
    page = f"<html><body><h1>{escape(found.title)}</h1>{chapters}<ul>{notes}</ul>{labels}{corrections}</body></html>"
    return HttpResponse(page)


def leaflet(request, pk):
    found = Leaflet.objects.public().filter(pk=pk).first()
    if found is None:
        raise Http404("没有这张传单。")
    return HttpResponse(f"<html><body><h1>{escape(found.title)}</h1></body></html>")


def books(request):
    rows = Book.objects.public().order_by("pk")
    return JsonResponse({"books": [{"title": row.title, "labels": row.labels.count()} for row in rows]})


urlpatterns = [
    path("books/", books, name="books"),
    path("books/<int:pk>/", book, name="book"),
    path("leaflets/<int:pk>/", leaflet, name="leaflet"),
    path("preview/", include("portal.editions.urls")),
    path("admin/", site.urls),
]
