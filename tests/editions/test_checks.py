"""System checks say what a developer forgot; each test forgets one thing."""

import pytest
from django.contrib import admin
from django.contrib.admin.sites import all_sites
from django.core import checks
from django.core.checks import registry
from django.db import models
from django.test.utils import isolate_apps

from portal.editions.checks import check_admins, check_models, check_parts, check_settings
from portal.editions.models import Publishable

from .admin import BookAdmin, ChapterInline, site
from .models import Book, Label, Loan, Part


def found():
    """Run all checks as ``manage.py check`` does; give ``[(id, object)]`` of the errors of editions."""
    errors = [error for error in checks.run_checks() if (error.id or "").startswith("editions.")]
    assert all(error.level >= checks.ERROR and error.msg for error in errors)
    return [(error.id, error.obj) for error in errors]


def test_the_project_and_the_models_of_these_tests_have_no_errors():
    assert {site, admin.site} <= set(all_sites)
    assert (type(site._registry[Book]), type(site._registry[Label])) == (BookAdmin, admin.ModelAdmin)
    assert {check_settings, check_models, check_admins} <= registry.registry.registered_checks
    assert found() == []


# E001: settings


@pytest.mark.parametrize(
    "wrong",
    [
        {"STAGES": []},
        {"STAGES": ["初审", "终审", "初审"]},
        {"STAGES": ["初审", "编辑"]},
        {"EDITORS": "初审"},
        {"STAGE": ["初审"]},
        {"PREVIEW_DAYS": 0},
        {"PREVIEW_DAYS": 31},
        {"CHECKS": ["tests.editions.slips.nothing"]},
        {"CHECKS": ["nowhere.check"]},
        {"CHECKS": ["tests.editions.slips.PATH"]},
    ],
    ids=str,
)
def test_a_wrong_setting_is_found(settings, wrong):
    settings.EDITIONS = {**settings.EDITIONS, **wrong}
    assert found() == [("editions.E001", None)]


@pytest.mark.parametrize(
    "right",
    [
        {},
        {"CHECKS": ["tests.editions.slips.check"]},
        {"STAGES": ["签发"]},
        {"STAGES": ["甲", "乙", "丙", "丁"], "EDITORS": "记者"},
        {"PREVIEW_DAYS": 30},
    ],
    ids=str,
)
def test_right_settings_are_right(settings, right):
    settings.EDITIONS = right
    assert check_settings(None) == []
    del settings.EDITIONS
    assert check_settings(None) == []


# E002 to E004: models


def test_a_part_that_is_no_relation_is_found(monkeypatch):
    monkeypatch.setattr(Book, "parts", (*Book.parts, "pages"))
    (error,) = check_parts(Book)
    assert (error.id, error.obj) == ("editions.E002", Book)
    assert "'pages'" in error.msg
    assert "chapters" in error.hint


def test_a_part_that_is_no_relation_is_said_before_anything_else_fails(monkeypatch):
    monkeypatch.setattr(Book, "parts", (*Book.parts, "pages"))
    assert ("editions.E002", Book) in found()


def test_a_field_of_the_record_is_no_part(monkeypatch):
    monkeypatch.setattr(Book, "parts", (*Book.parts, "labels"))
    assert [error.id for error in check_parts(Book)] == ["editions.E002"]


def test_a_part_without_a_uuid_is_found(monkeypatch):
    monkeypatch.setattr(Book, "parts", (*Book.parts, "loans"))
    assert found() == [("editions.E003", Loan)]


def test_a_lasting_part_that_is_no_part_is_found(monkeypatch):
    monkeypatch.setattr(Book, "lasting_parts", ("notes", "loans"))
    assert found() == [("editions.E008", Book)]
    assert "'loans'" in check_models(None)[0].msg


def test_a_relation_that_goes_with_the_record_and_is_no_part_is_found(monkeypatch):
    monkeypatch.setattr(Book, "not_parts", ())
    assert found() == [("editions.E004", Book)]
    assert "'loans'" in check_models(None)[0].msg


@isolate_apps("tests.editions")
def test_a_model_is_checked_by_its_relations():
    class Poster(Publishable):
        parts = ("lines", "stickers")
        labels = models.ManyToManyField(Label, related_name="+")

    class Line(Part):
        poster = models.ForeignKey(Poster, models.CASCADE, related_name="lines")

    class Sticker(Part):
        id = models.BigAutoField(primary_key=True)
        poster = models.ForeignKey(Poster, models.CASCADE, related_name="stickers")

    class Wall(Part):
        poster = models.OneToOneField(Poster, models.CASCADE)

    class Visitor(Part):
        poster = models.ForeignKey(Poster, models.SET_NULL, null=True)
        seen = models.ManyToManyField(Poster, related_name="seen_by")

    assert [(error.id, error.obj) for error in check_parts(Poster)] == [
        ("editions.E003", Sticker),
        ("editions.E004", Poster),
    ]
    Poster.parts, Poster.not_parts = ("lines",), ("wall", "stickers")
    assert list(check_parts(Poster)) == []


# E005 to E007: admins


def test_an_admin_without_the_mixin_is_found(monkeypatch):
    class Plain(admin.ModelAdmin):
        inlines = [ChapterInline]

    monkeypatch.setitem(site._registry, Book, Plain(Book, site))
    assert found() == [("editions.E005", Plain)]


def test_editing_in_the_list_is_found(monkeypatch):
    monkeypatch.setattr(BookAdmin, "list_editable", ["state"])
    assert found() == [("editions.E006", BookAdmin)]


def test_an_inline_of_what_is_no_part_is_found(monkeypatch):
    class LoanInline(admin.TabularInline):
        model = Loan

    monkeypatch.setattr(BookAdmin, "inlines", [*BookAdmin.inlines, LoanInline])
    assert found() == [("editions.E007", LoanInline)]


def test_an_inline_of_a_plain_many_to_many_field_is_allowed(monkeypatch):
    class LabelInline(admin.TabularInline):
        model = Book.labels.through

    monkeypatch.setattr(BookAdmin, "inlines", [*BookAdmin.inlines, LabelInline])
    assert found() == []
