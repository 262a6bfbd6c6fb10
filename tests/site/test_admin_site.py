"""The admin as a whole: its name, its language, its order and its cost."""

import pytest

from chains.models import Committee, Indicator, Industry, Initiative, Milestone, Observation, Organization, Source
from news.models import Column, Feature
from portal.library.models import Attachment, Photo
from tests import factories as make
from tests.admin_pages import change_page, changelist, count_queries

pytestmark = pytest.mark.django_db

# The rows of a list, and how many queries the list takes: session, user and (for those who are no superuser) rights,
# the number of rows twice, the rows, then one for each filter that lists what the database holds.
LISTS = {
    Attachment: make.make_attachment,
    Column: lambda: make.make_feature().column,
    Committee: lambda: make.make_membership(make.make_committee(industry=make.make_industry())).committee,
    Feature: lambda: make.make_feature(source=make.make_source(), committees=[make.make_committee()]),
    Indicator: lambda: indicator_with(2),
    Industry: lambda: make.make_committee(industry=make.make_industry()).industry,
    Initiative: lambda: make.make_initiative(committee=make.make_committee()),
    Milestone: lambda: make.make_milestone(committee=make.make_committee(), source=make.make_source()),
    Observation: lambda: make.make_correction(make.make_observation()),
    Organization: lambda: make.make_membership().organization,
    Photo: make.make_photo,
    Source: make.make_source,
}


def committee_with(parts):
    committee = make.make_committee(industry=make.make_industry(), source=make.make_source())
    for _ in range(parts):
        make.make_membership(committee, source=make.make_source())
        make.make_committee_text(committee)
        make.make_committee_photo(committee)
    return committee


def initiative_with(parts):
    initiative = make.make_initiative(committee=make.make_committee())
    for _ in range(parts):
        make.make_initiative_text(initiative)
        make.make_initiative_photo(initiative)
    return initiative


def indicator_with(parts):
    indicator = make.make_indicator(committee=make.make_committee())
    for _ in range(parts):
        make.make_correction(make.make_observation(indicator, period=f"{2001 + indicator.observations.count()}"))
        make.make_target(indicator)
    return indicator


def feature_with(parts):
    about = [make.make_committee() for _ in range(parts)]
    feature = make.make_feature(source=make.make_source(), cover=make.make_photo(), committees=about)
    for _ in range(parts):
        make.make_credit(feature)
        make.make_text(feature)
        make.make_photo_block(feature)
        make.make_quote(feature)
        make.make_figure_block(feature)
        make.make_attachment_block(feature)
    return feature


FORMS = {committee_with: 0, initiative_with: 0, indicator_with: 0, feature_with: 0}
LIST_QUERIES = {}


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_a_list_takes_the_same_queries_for_two_rows_and_for_eight(editor_client, model):
    def make_rows(number):
        for _ in range(number):
            LISTS[model]()

    make_rows(2)
    few = count_queries(editor_client, changelist(model))
    make_rows(6)
    assert (few, count_queries(editor_client, changelist(model))) == (LIST_QUERIES.get(model),) * 2


@pytest.mark.parametrize("make_record", FORMS, ids=lambda make_record: make_record.__name__)
def test_a_form_takes_the_same_queries_for_two_parts_of_each_kind_and_for_eight(editor_client, make_record):
    counts = [count_queries(editor_client, change_page(make_record(parts))) for parts in (2, 8)]
    assert counts == [FORMS[make_record]] * 2
