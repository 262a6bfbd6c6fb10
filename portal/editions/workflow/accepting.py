"""What is found in the texts of an edition: it stops until it is put right, or somebody says why it stays."""

from ..findings import findings_of, unaccepted
from ..models import Action
from ..people import name_of
from .steps import refuse, write_down

MOST_NAMED = 3


def settle_findings(record, edition, actor, reason, note):
    """Refuse ``edition`` while its texts or the public ``note`` of its correction hold what blocks.

    With a ``reason``, write down that it is kept. Each rule is asked about once: an edition never changes, so that
    later stages know of what was accepted.
    """
    if not (found := unaccepted(findings_of(edition, record, note), edition)):
        return
    reason = reason.strip()
    refuse("" if reason else f"{summary(found)}请改好；确实要保留的，写明理由。")
    person = name_of(actor.user)
    rows = [{"rule": rule, "sentence": said, "reason": reason, "person": person} for rule, said in named(found)]
    edition.accepted = [*edition.accepted, *rows]
    edition.save(update_fields=["accepted"])
    detail = "\n".join([*(said for _, said in named(found)), f"理由：{reason}"])
    write_down(actor, Action.ACCEPTED, record, edition=edition, detail=detail)


def named(findings):
    """Give ``(rule, sentence that begins with the places)`` of each slip among ``findings``."""
    places = {}
    for finding in findings:
        places.setdefault((finding.rule, finding.sentence), {})[finding.place] = None
    return [(rule, "：".join(filter(None, ["、".join(stands), said]))) for (rule, said), stands in places.items()]


def summary(findings):
    """Say what stops an edition: how many places there are, and what the first of them are."""
    rows = [said for _, said in named(findings)]
    more = f"还有{len(rows) - MOST_NAMED}种。" if len(rows) > MOST_NAMED else ""
    return f"有{len(findings)}处必须处理。{''.join(rows[:MOST_NAMED])}{more}"
