"""The desk of one person: its lists, each with its first rows, in a few queries however much there is."""

from dataclasses import dataclass

from news.models import Column, Feature
from news.models.freshness import Freshness

from .editions import LISTS
from .faults import FAULTS, DeadLinks, Fault, dead_links
from .together import together

MOST = 8
MOST_OF_A_FAULT = 4


@dataclass(frozen=True)
class Panel:
    """A list as the desk shows it. ``count`` is ``None`` where nobody counts; ``more``: the address of all."""

    name: str
    title: str
    empty: str
    count: int | None
    rows: list
    more: str


def panel(listed, count, rows):
    address = listed.viewer.address("desk_list", listed.name)
    shown = [listed.row(row) for row in rows]
    more = address if not listed.is_counted or count > len(shown) else ""
    return Panel(listed.name, listed.title, listed.empty, count if listed.is_counted else None, shown, more)


def edition_panels(viewer):
    """Give the panels about editions that this person has (one query)."""
    lists = [listed for listed in (make(viewer) for make in LISTS) if listed.is_shown]
    found = together({listed.name: listed.first(MOST) for listed in lists}, MOST)
    return [panel(listed, *found[listed.name]) for listed in lists]


def fault_panels(viewer):
    """Give the panels about faults, of those that this person may see (one query and those of the links)."""
    faults = [fault for fault in (Fault(viewer, name) for name in FAULTS) if fault.is_shown]
    found = together({name: rows for fault in faults for name, rows in fault.parts().items()}, MOST_OF_A_FAULT)
    panels = []
    for fault in faults:
        parts = [found[name] for name in fault.parts()]
        rows = [row for _, some in parts for row in some]
        panels.append(panel(fault, sum(count for count, _ in parts), rows[:MOST_OF_A_FAULT]))
    links = DeadLinks(viewer)
    return [*panels, panel(links, *dead_links(MOST_OF_A_FAULT))] if links.is_shown else panels


def columns(viewer):
    """Give the columns and the home page as ``[{"name", "freshness", "url"}]``, stalest first (one query)."""
    if not viewer.sees(Column):
        return []
    found = list(Column.objects.with_freshness())
    stories = viewer.page_of(Feature, "changelist")
    rows = [
        {"name": row.name, "freshness": row.freshness, "url": f"{stories}?column__id__exact={row.pk}"} for row in found
    ]
    newest = max((row.newest for row in found if row.newest), default=None)
    home = {"name": "首页", "freshness": Freshness(newest, Column.Cycle.BIWEEKLY.days), "url": stories}
    return sorted([home, *rows], key=lambda row: row["freshness"].order)


def find_list(viewer, name):
    """Give the list of the desk with the address ``name``, or ``None``."""
    lists = [*(make(viewer) for make in LISTS), *(Fault(viewer, fault) for fault in FAULTS), DeadLinks(viewer)]
    return next((listed for listed in lists if listed.name == name), None)


def steps(viewer):
    """Give ``[(label, address)]`` of what people begin with."""
    offers = [("写新闻", Feature, "add")]
    return [(label, viewer.page_of(model, page)) for label, model, page in offers if viewer.adds(model)]


def desk(viewer):
    """Give what the first page of the admin shows."""
    return {
        "work": edition_panels(viewer),
        "columns": columns(viewer),
        "faults": fault_panels(viewer),
        "steps": steps(viewer),
    }
