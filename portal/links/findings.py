"""What is found of the links of a text before it is submitted or published (``EDITIONS["CHECKS"]``). Nothing blocks."""

from itertools import islice

from django.utils.html import format_html
from django.utils.text import Truncator

from portal.editions import snapshots
from portal.editions.findings import Finding
from portal.shared import outbound

from .addresses import read
from .answers import Outcome
from .extracting import links_in
from .index import AT_ONCE, page_of
from .judging import judge, stem
from .models import Link


def check(model, snapshot, record):
    """Give a :class:`Finding` for each address in ``snapshot`` that is none, or leads to nothing public of this site.

    ``record`` may be new and without a key. Links to its own page are let be: it is public when they are. No more
    than ``AT_ONCE`` internal addresses are looked at.
    """
    page = page_of(record) if record.pk else ""
    readings = list(readings_of(model, snapshot, page or "/"))
    complaints = judged(readings, stem(page) if page else "")
    told = [(link, reading.fault or complaints.get(reading.target, "")) for link, reading in readings]
    return [finding(link, sentence) for link, sentence in told if sentence]


def readings_of(model, snapshot, base):
    """Give ``(found link, reading)`` of each address that is to lead to a page."""
    hosts = outbound.own_hosts()
    for link in links_in(model, snapshots.upgraded(model, snapshot)):
        if reading := read(link.address, base, hosts):
            yield link, reading


def judged(readings, own_stem):
    """Give ``{target: sentence}`` of the internal addresses that lead nowhere; each is looked at once."""
    targets = {reading.target: None for _, reading in readings if reading.kind == Link.Kind.INTERNAL}
    others = islice((target for target in targets if not own_stem or stem(target) != own_stem), AT_ONCE)
    answers = {target: judge(target) for target in others}
    return {target: answer.why for target, answer in answers.items() if answer.outcome is Outcome.GONE}


def finding(link, sentence):
    shown = Truncator(link.address).chars(120)
    words = f"{link.text} " if link.text else ""
    return Finding(
        rule=f"link:{link.address}"[:200],
        sentence=f"链接打不开：{sentence}",
        place=link.place,
        context=format_html("{}<mark>{}</mark>", words, shown),
    )
