"""Where previews by link are found; include it under any prefix."""

from django.urls import path

from . import views

app_name = "editions"
urlpatterns = [path("<token>/", views.preview_by_link, name="preview")]
