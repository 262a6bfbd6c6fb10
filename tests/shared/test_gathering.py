"""Rows that are read together are those that Django reads one queryset at a time, to the last type of every value."""

import datetime
from contextlib import contextmanager
from decimal import Decimal
from functools import cache

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models, transaction
from django.db.models import Prefetch, Value
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chains.models import Committee, Indicator, Initiative, Membership, Observation, Source
from chains.periods import Period
from news.models import Feature, FigureBlock, Text
from portal.library.models import Attachment, Photo
from portal.shared.dates import PartialDate
from portal.shared.gathering import Together, gather
from tests import factories as make

pytestmark = pytest.mark.django_db

in_database = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],  # To make an example smaller takes minutes, and what differs is said at once.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KEPT = {"of", "period_start", "period_end"}  # constraints tie these to other columns
# The database guards what the rest of these models says.
FREE = {Observation: ["note", "place"], Indicator: ["definition", "topic", "updated_at", "corrections", "headline"]}
PERIODS = ["2021", "2022-Q1", "to 2022-06", "2022-01/2022-05"]


# What is compared


def state(row, seen=()):
    """Give all that an instance holds, with types: its fields, what was annotated, and related rows."""
    if row in seen:
        return row
    inside = {**vars(row), **row._state.fields_cache, "_state": row._state.db}
    seen = (*seen, row)
    return type(row), {name: held(value, seen) for name, value in inside.items() if not name.startswith("_prefetch")}


def held(value, seen):
    if isinstance(value, models.Model):
        return state(value, seen)
    if isinstance(value, list):
        return [held(item, seen) for item in value]
    return type(value), repr(value)


def states(rows):
    return [state(row) for row in rows]


def same(*make_querysets):
    """Whether what is gathered equals what is read one by one; each function gives a fresh queryset."""
    gathered = gather(*(queryset() for queryset in make_querysets))
    return [states(rows) for rows in gathered] == [states(queryset()) for queryset in make_querysets]


# Rows of chance


@contextmanager
def undone():
    """Whatever the block writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@cache
def texts(max_size=40):
    odd = "'\"\\/%{}[],:\n\r\t\x1b\x7f\u2028\ufffe区😀é" + ("\0" if connection.vendor == "sqlite" else "")
    characters = st.sampled_from(odd) | st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return st.text(characters, max_size=max_size)


@cache
def jsons():
    leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts()
    return st.recursive(leaves, lambda inside: st.lists(inside) | st.dictionaries(texts(5), inside), max_leaves=5)


@cache
def values_of(field):
    """Give the strategy for what a column may hold, whatever forms would say of it."""
    partial = st.dates(datetime.date(1900, 1, 1)).map(PartialDate.of_day)
    kinds = {
        models.DecimalField: st.decimals(Decimal("-99999999999.9999"), Decimal("99999999999.9999"), places=4),
        models.DateTimeField: st.datetimes(
            datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1), timezones=st.just(datetime.UTC)
        ),
        models.DateField: st.dates(),
        models.BooleanField: st.booleans(),
        models.JSONField: st.dictionaries(texts(5), jsons(), max_size=3),
        models.PositiveSmallIntegerField: st.integers(0, 32767),
        models.PositiveIntegerField: st.integers(1, 2**31 - 1),  # a picture without a size would be opened
        models.IntegerField: st.integers(-(2**31), 2**31 - 1),
    }
    if field.choices:
        return st.sampled_from([value for value, _ in field.choices])
    if hasattr(field, "value_class"):
        return st.sampled_from([Period.parse(period) for period in PERIODS]) if field.name == "period" else partial
    found = next((kinds[kind] for kind in kinds if isinstance(field, kind)), texts(min(field.max_length or 40, 40)))
    return found | st.none() if field.null else found


def randomise(data, model):
    """Let chance say what the columns of ``model`` hold."""
    fields = [f for f in model._meta.concrete_fields if not (f.unique or f.is_relation or f.name in KEPT)]
    if model in FREE:
        fields = [field for field in fields if field.name in FREE[model]]
    drawn = {field.name: data.draw(values_of(field), label=str(field)) for field in fields}
    model._base_manager.update(**drawn)


@pytest.fixture
def records():
    """A record of each kind with blocks of all kinds, some of them about nothing that is there any more."""
    feature, committee = make.make_feature(), make.make_committee()
    initiative = make.make_initiative(committee=committee)
    for indicator in (make.make_indicator(), make.make_indicator(committee=committee)):
        value = make.make_observation(indicator)
        make.make_figure_block(feature, value)
        make.make_correction(value)
        make.make_observation(indicator)
    make.make_figure_block(feature, make.make_observation(make.make_indicator(initiative=initiative)))
    FigureBlock.objects.filter(pk=make.make_figure_block(feature).pk).update(observation=None)
    for _ in range(2):
        make.make_text(feature)
        make.make_quote(feature)
        make.make_photo_block(feature)
        make.make_attachment_block(feature)
        make.make_committee_text(committee)
        make.make_committee_photo(committee)
        make.make_initiative_text(initiative)
        make.make_initiative_photo(initiative)
    return [feature, committee, initiative]


@in_database
@given(st.data())
def test_blocks_of_every_kind_and_all_that_they_show_come_back_as_they_are(records, data):
    models_of_blocks = [model for record in records for model in record.block_models()]
    with undone():
        for model in (*models_of_blocks, Photo, Attachment, Indicator, Observation, Committee, Initiative):
            randomise(data, model)
        assert same(*(model.get_queryset for model in models_of_blocks))


def test_figures_come_with_what_has_become_of_them(records):
    (figures,) = gather(FigureBlock.get_queryset())
    assert [bool(figure.corrected_to) for figure in figures] == [True, True, False, False]
    assert [bool(figure.newer) for figure in figures] == [True, True, False, False]
    assert [type(figure.value) for figure in figures] == [Decimal] * 4


# Querysets of every shape


def test_each_queryset_keeps_its_order_its_annotations_and_what_it_defers():
    for _ in range(3):
        make.make_membership(make.make_committee(industry=make.make_industry()), source=make.make_source())
        make.make_correction(make.make_observation())
    assert same(
        lambda: Committee.objects.with_card().order_by("-name_key"),
        lambda: Membership.objects.select_related("organization", "source").order_by("-organization__name_key"),
        lambda: Observation.objects.select_related("replaced_by", "source").newest_first(),
        lambda: Source.objects.only("title"),
        lambda: Source.objects.defer("title", "note").annotate(day=Value(datetime.date(2022, 6, 1))),
        lambda: Observation.objects.select_related("indicator").defer("indicator__name").order_by("pk"),
    )


def test_what_is_deferred_is_read_when_it_is_asked_for(django_assert_num_queries):
    source = make.make_source("报道")
    ((found,), _) = gather(Source.objects.only("slug"), Photo.objects.all())
    with django_assert_num_queries(1):
        assert found.title == source.title


def test_it_costs_one_query_and_none_where_nothing_can_be_found(records, django_assert_num_queries):
    with django_assert_num_queries(1):
        gather(Committee.objects.all(), Photo.objects.none(), Initiative.objects.all())
    with django_assert_num_queries(0):
        assert gather(Committee.objects.none(), Photo.objects.filter(pk__in=[])) == [[], []]
        assert gather() == []


def test_nested_prefetches_are_made():
    make.make_correction(make.make_observation(make.make_indicator(committee=make.make_committee())))
    ((indicator,), _) = gather(Indicator.objects.with_card(), Committee.objects.all())
    plain = Indicator.objects.with_card().get()
    assert states(indicator.standing_values) == states(plain.standing_values)


@pytest.mark.parametrize(
    "queryset",
    [
        lambda: Source.objects.annotate(number=Value(0.1, models.FloatField())),
        lambda: Source.objects.distinct(),
        lambda: Source.objects.all()[:1],
    ],
)
def test_what_would_not_come_back_as_it_is_is_refused(queryset):
    with pytest.raises(TypeError):
        gather(queryset())


# Relations


def relations():
    """Give the lookups of all shapes: a name, a queryset, and an attribute for the rows."""
    members = Membership.objects.select_related("organization")
    indicators = Indicator.objects.public().with_card()
    return {
        Feature: ["credits", Prefetch("committees", Committee.objects.public().order_by("-name_key")), "initiatives"],
        Committee: [
            Prefetch("memberships", members),
            Prefetch("leads", Committee.objects.public(), to_attr="led"),
            Prefetch("indicators", indicators),
        ],
    }


@pytest.fixture
def related():
    """Records that share some of what they are about, and one that is about nothing."""
    first, second, hidden = make.make_committee(), make.make_committee(), make.make_committee(public_from=None)
    initiatives = [make.make_initiative(), make.make_initiative()]
    for committees in ([first, hidden], [second, first, hidden], []):
        feature = make.make_feature(committees=committees, initiatives=initiatives if committees else [])
        for position in (2, 1):
            make.make_credit(feature, position=position)
    for committee in (first, second):
        make.make_membership(committee)
        make.make_observation(make.make_indicator(committee=committee))
        make.make_committee(led_by=committee)
    return hidden


@pytest.mark.parametrize("model", [Feature, Committee])
def test_relations_hold_the_rows_that_a_plain_prefetch_gives_them(related, model):
    lookups = relations()[model]
    for chosen in (*([lookup] for lookup in lookups), lookups):
        together = model.objects.order_by("pk").prefetch_related(Together(*chosen))
        plain = model.objects.order_by("pk").prefetch_related(*chosen)
        assert loaded(together) == loaded(plain)


def loaded(records):
    """Give what is prefetched of each record: under the names of relations, and as attributes."""
    held = [(vars(record).get("led"), record._prefetched_objects_cache) for record in records]
    return [(states(led or []), {name: states(rows) for name, rows in cache.items()}) for led, cache in held]


def test_relations_of_many_records_cost_one_query_in_chunks_too(related, django_assert_num_queries):
    features = Feature.objects.prefetch_related(Together(*relations()[Feature]))
    with django_assert_num_queries(2):
        named = [sorted(committee.name for committee in feature.committees.all()) for feature in features]
    with django_assert_num_queries(3):
        chunks = list(features.iterator(chunk_size=2))
    assert [sorted(committee.name for committee in feature.committees.all()) for feature in chunks] == named
    assert sorted(len(names) for names in named) == [0, 1, 2]


def test_a_relation_that_is_asked_further_gives_no_more_than_was_loaded(related):
    for feature in Feature.objects.prefetch_related(Together(*relations()[Feature])):
        assert not feature.committees.filter(pk=related.pk).exists()
        assert related not in feature.committees.all()


def test_rows_know_the_very_record_that_they_were_loaded_for():
    make.make_credit()
    (feature,) = Feature.objects.prefetch_related(Together("credits"))
    assert [credit.feature is feature for credit in feature.credits.all()] == [True]


def test_a_wrong_name_is_told():
    make.make_feature()
    with pytest.raises(FieldDoesNotExist, match="unknown"):
        list(Feature.objects.prefetch_related(Together("unknown")))


def test_several_of_them_are_all_loaded(related, django_assert_num_queries):
    features = Feature.objects.prefetch_related(Together("credits"), Together("committees", "initiatives"))
    with django_assert_num_queries(3):
        for feature in features:
            assert len(feature.credits.all()) == 2
            assert len(feature.committees.all()) in (0, 2, 3)


def test_a_text_may_be_of_any_length():
    block = make.make_text(text=f"<p>{'长' * 100_000}</p>")
    ((found,), _) = gather(Text.objects.all(), Photo.objects.all())
    assert found.text == block.text
