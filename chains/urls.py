"""Addresses of the register's pages."""

from django.urls import path

from portal.shared.views import paged

from . import views

app_name = "chains"
urlpatterns = [
    *paged("chains/", views.CommitteeList.as_view(), "committees"),
    *paged("chains/industry/<slug:slug>/", views.IndustryCommitteeList.as_view(), "industry"),
    path("chains/<slug:slug>/", views.CommitteeDetail.as_view(), name="committee"),
    *paged("services/", views.InitiativeList.as_view(), "initiatives"),
    path("services/<slug:slug>/", views.InitiativeDetail.as_view(), name="initiative"),
    *paged("indicators/", views.IndicatorList.as_view(), "indicators"),
    *paged("indicators/topic/<slug:slug>/", views.TopicIndicatorList.as_view(), "topic"),
    path("indicators/data.csv", views.RegisterData.as_view(), name="data"),
    path("indicators/dictionary.csv", views.Dictionary.as_view(), name="dictionary"),
    *paged("indicators/<slug:slug>/", views.IndicatorDetail.as_view(), "indicator"),
    path("indicators/<slug:slug>/chart.svg", views.IndicatorChart.as_view(), name="chart"),
    path("indicators/<slug:slug>/chart-narrow.svg", views.IndicatorChart.as_view(narrow=True), name="chart_narrow"),
    path("indicators/<slug:slug>/data.csv", views.IndicatorData.as_view(), name="indicator_data"),
    *paged("timeline/", views.Timeline.as_view(), "timeline"),
    *paged("sources/<slug:slug>/", views.SourceDetail.as_view(), "source"),
]
