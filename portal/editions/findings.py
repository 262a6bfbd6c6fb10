"""What is found in the texts of a record before it is submitted or published.

``EDITIONS["CHECKS"]`` names functions ``check(model, snapshot, record)`` that give :class:`Finding` rows; each app that
knows what may be wrong with a text brings one. The workflow refuses what *blocks*, pages show all of it.
"""

from dataclasses import dataclass

from django.utils.module_loading import import_string

from . import conf


@dataclass(frozen=True)
class Finding:
    """One thing that is found in a text.

    ``rule``: a short stable name of what was found, the same for the same slip wherever it stands. ``sentence``: what
    is wrong and what to do, for editors. ``place``: which text it is, in words: 标题, 正文第3段文字. ``context``: safe
    HTML, the words around it with the slip in ``<mark>``. ``blocks``: whether it stops publication.
    """

    rule: str
    sentence: str
    place: str = ""
    context: str = ""
    blocks: bool = False


def find(model, snapshot, record):
    """Give every :class:`Finding` in ``snapshot`` of ``record``, a row of ``model``, in the order of the checks."""
    checks = [import_string(path) for path in conf.setting("CHECKS")]
    return [finding for check in checks for finding in check(model, snapshot, record)]
