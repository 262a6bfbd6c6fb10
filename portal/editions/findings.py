"""What is found in the texts of a record before it is submitted or published.

``EDITIONS["CHECKS"]`` names functions ``check(model, snapshot, record)`` that give :class:`Finding` rows; each app that
knows what may be wrong with a text brings one (:mod:`portal.editions.texts` walks over the texts). The workflow refuses
what *blocks* until somebody accepts it with a reason; pages show all of it.
"""

from dataclasses import dataclass

from django.utils.module_loading import import_string

from . import conf
from .snapshots import fingerprint
from .texts import Replacement


@dataclass(frozen=True)
class Finding:
    """One thing that is found in a text.

    ``rule``: a short stable name of what was found, the same for the same slip wherever it stands. ``sentence``: what
    is wrong and what to do, for editors; the audit trail keeps it, so it does not repeat what should not be kept.
    ``place``: which text it is, in words: 标题, 第3块文字. ``context``: safe HTML, the words around it with the slip in
    ``<mark>``. ``blocks``: whether it stops publication. ``fix``: what one click can put right. ``address``: a page
    that helps (where the picture is described, the story of the same title), called ``address_name``.
    """

    rule: str
    sentence: str
    place: str = ""
    context: str = ""
    blocks: bool = False
    fix: Replacement | None = None
    address: str = ""
    address_name: str = "打开"


def find(model, snapshot, record):
    """Give every :class:`Finding` in ``snapshot`` of ``record``, a row of ``model``, in the order of the checks."""
    checks = [import_string(path) for path in conf.setting("CHECKS")]
    return [finding for check in checks for finding in check(model, snapshot, record)]


def findings_of(edition, record, note=""):
    """Give every :class:`Finding` in ``edition`` of ``record``, and in the public ``note`` of its correction."""
    return find(type(record), edition.snapshot | {"note": note}, record)


def unaccepted(findings, edition):
    """Give those of ``findings`` that stop ``edition``: they block, and nobody has given a reason to keep them."""
    kept = {accepted["rule"] for accepted in edition.accepted}
    return [finding for finding in findings if finding.blocks and finding.rule not in kept]


def rules_of(findings):
    """Give a text that tells which rules ``findings`` have, to compare with what a page showed."""
    return fingerprint(sorted({finding.rule for finding in findings}))
