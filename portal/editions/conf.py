"""The settings of editions: ``EDITIONS`` in the Django settings, any of these names; the rest stays as here."""

from dataclasses import dataclass

from django.conf import settings

DEFAULTS = {
    "STAGES": ["初审", "复审", "终审"],  # in their order; each is also the name of the group that signs there
    "EDITORS": "编辑",  # the group that writes and submits
    "SAME_SIGNER": False,  # whether one person may sign several stages of one edition
    "PREVIEW_DAYS": 7,  # how long a preview link lasts unless its maker says otherwise
    "SYSTEM_USER": "system",  # signs what no person did; cannot log in
    "SYSTEM_USER_NAME": "系统",
    "EDITOR_PERMISSIONS": [],  # "app.codename": what editors need besides publishable models and their parts
    "CHECKS": [],  # "path.to.function": what is looked for in a text before it is submitted or published (findings.py)
    "PUBLISHER_PERMISSIONS": [],  # the same for those of the last stage, besides what readers need
    "READER_PERMISSIONS": [],  # the same for those who sign
}


@dataclass(frozen=True)
class Stage:
    """One step of review. ``number`` counts from 1; ``name`` is what people and the group call it."""

    number: int
    name: str
    is_last: bool


def setting(name):
    """Give the setting ``name`` as it is now."""
    return (DEFAULTS | getattr(settings, "EDITIONS", {}))[name]


def stages():
    """Give the stages of review in their order."""
    names = setting("STAGES")
    return [Stage(number, name, number == len(names)) for number, name in enumerate(names, 1)]


def stage(number):
    """Give the stage ``number``. Where the setting has become shorter since, the last one stands in."""
    return stages()[min(number, len(setting("STAGES"))) - 1]
