"""What asking for an address gave, and what becomes of the links to it: one rule for internal and external ones.

Not there (404, 410, no such page of ours) is dead at once. What may pass (no answer, a fault) is doubtful, and dead
once it fails again a day later. Who turns programs away is doubtful for good: only a person can look.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.db.models import Case, F, Value, When
from django.utils import timezone

from .models import Link

# A day, less what one nightly run may begin earlier than the one before.
UNTIL_DEAD = timedelta(hours=20)
BATCH = 500


class Outcome(Enum):
    FINE = "fine"
    GONE = "gone"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """What asking gave; ``why`` is a sentence for editors where it is not fine."""

    outcome: Outcome
    why: str = ""


FINE = Answer(Outcome.FINE)


def write(links, answers, now=None):
    """Write ``{target: Answer}`` to those of ``links`` that lead there; a statement for each kind of answer."""
    targets = defaultdict(list)
    for target, answer in answers.items():
        targets[answer].append(target)
    now = now or timezone.now()
    for answer, alike in targets.items():
        for start in range(0, len(alike), BATCH):
            links.filter(target__in=alike[start : start + BATCH]).update(**values(answer, now))


def values(answer, now):
    """Give what an answer makes of the columns of a link."""
    told = {"why": answer.why, "checked_at": now}
    if answer.outcome is Outcome.FINE:
        was_fine = When(status=Link.Status.FINE, then=F("since"))
        return told | {"status": Link.Status.FINE, "failures": 0, "since": Case(was_fine, default=Value(now))}
    begins = When(failures=0, then=Value(now))
    return told | {
        "status": failing(answer.outcome, now),
        "failures": F("failures") + 1,
        "since": Case(begins, default=F("since")),
    }


def failing(outcome, now):
    match outcome:
        case Outcome.GONE:
            return Link.Status.DEAD
        case Outcome.REFUSED:
            return Link.Status.DOUBTFUL
    again = When(failures__gt=0, since__lte=now - UNTIL_DEAD, then=Value(Link.Status.DEAD))
    return Case(again, default=Value(Link.Status.DOUBTFUL))
