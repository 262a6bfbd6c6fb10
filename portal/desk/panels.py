"""The desk of one person: its lists, each with its first rows, in a few queries however much there is."""

from dataclasses import dataclass

from news.models import Column, Feature
from news.models.freshness import Freshness
from portal.links.report import dead_links

from .editions import LISTS, Mine, Waiting
from .faults import FAULTS, DeadLinks, Fault
from .together import together

MOST = 8
MOST_OF_A_FAULT = 4
OWN = {Waiting.name, Mine.name}  # what a person has to do themselves


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
    """Give the panels of the faults that there are (one query, and the links'); ``None``: nothing may be seen."""
    faults = [fault for fault in (Fault(viewer, name) for name in FAULTS) if fault.is_shown]
    if not faults:
        return None
    found = together({name: rows for fault in faults for name, rows in fault.parts().items()}, MOST_OF_A_FAULT)
    panels = [fault_panel(fault, [found[name] for name in fault.parts()]) for fault in faults]
    links = DeadLinks(viewer)
    if links.is_shown:
        panels.append(panel(links, *dead_links(MOST_OF_A_FAULT)))
    return [panel for panel in panels if panel.count]


def fault_panel(fault, parts):
    rows = [row for _, some in parts for row in some]
    return panel(fault, sum(count for count, _ in parts), rows[:MOST_OF_A_FAULT])


def columns(viewer):
    """Give the columns and the home page as ``[{"name", "freshness", "cycle", "url"}]``, stalest first (one query)."""
    if not (viewer.sees(Column) and viewer.sees(Feature)):
        return []
    stories = viewer.page_of(Feature, "changelist")
    found = list(Column.objects.with_freshness())
    newest = max((column.newest for column in found if column.newest), default=None)
    home = column_row("首页", newest, Column.Cycle.BIWEEKLY, stories)
    rows = [
        column_row(row.name, row.newest, Column.Cycle(row.cycle), f"{stories}?column__id__exact={row.pk}")
        for row in found
    ]
    return sorted([home, *rows], key=lambda row: row["freshness"].order)


def column_row(name, newest, cycle, url):
    return {"name": name, "freshness": Freshness(newest, cycle.days), "cycle": cycle.label, "url": url}


def find_list(viewer, name):
    """Give the list of the desk with the address ``name``, or ``None``."""
    lists = [*(make(viewer) for make in LISTS), *(Fault(viewer, fault) for fault in FAULTS), DeadLinks(viewer)]
    return next((listed for listed in lists if listed.name == name), None)


def steps(viewer):
    """Give ``[(label, address)]`` of what people begin with."""
    offers = [("写新闻", "add"), ("导入报道", "import")] if viewer.adds(Feature) else []
    return [(label, viewer.page_of(Feature, page)) for label, page in offers]


def desk(viewer):
    """Give what the first page of the admin shows; ``is_new``: whether this person has nothing under way yet."""
    work = edition_panels(viewer)
    return {
        "steps": steps(viewer),
        "is_new": not any(panel.count for panel in work if panel.name in OWN),
        "work": work,
        "columns": columns(viewer),
        "faults": fault_panels(viewer),
    }
