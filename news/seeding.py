"""What the seed files of the news hold."""

from chains.models import Indicator
from portal.editions.workflow import adopt
from portal.library.seeding import photos
from portal.shared.seedfiles import SeedError, at, text_of
from portal.shared.seeding import Kind, Reading

from .models import Column, Feature, FigureBlock


def read_figure(block, entry, seeder):
    """Pin in ``block`` the current value of the indicator for the period that ``entry`` names."""
    with at("indicator"):
        indicator = seeder.find(Indicator, entry, "indicator")
    with at("period"):
        text = text_of(entry, "period")
        block.observation = indicator.observations.current().filter(period=block.period).first()
        if block.observation is None:
            raise SeedError(f"指标“{indicator.slug}”没有“{text}”这一时期的数值。")
    block.pin()


kinds = [
    Kind(Column, "columns.yaml"),
    photos("photos.yaml"),
    Kind(
        Feature,
        "features.yaml",
        parts=("credits",),
        now="public_from",
        finish=adopt,
        newest_first=True,
        readings={FigureBlock: Reading(("indicator", "period", "caption"), read_figure)},
    ),
]
