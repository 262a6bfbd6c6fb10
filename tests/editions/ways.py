"""Ways into a record: the states that it may be in, every page beside its form, and all that may be different after."""

from django.utils import timezone

from portal.editions import workflow
from portal.editions.models import AuditEntry, Edition, PreviewLink

from . import shelves
from .pages import hidden_book, live_book, public_page, revised, tables
from .steps import draft, fresh, schedule, sign_until, submit

REVIEWERS = ["初审", "复审", "终审"]
GROUPS = ["编辑", *REVIEWERS]

# How to make a record in each state that it may be in when somebody tries.
STATES = {
    "a draft": hidden_book,
    "public": live_book,
    "public with a draft": lambda: revised(live_book()),
    "in review": lambda: under_review("初审"),
    "in the last review": lambda: under_review("终审"),
    "returned": lambda: returned(),
    "scheduled": lambda: schedule(revised(live_book()).head).record,
    "never public and scheduled": lambda: schedule().record,
    "withdrawn": lambda: withdrawn(),
}


def under_review(stage):
    return sign_until(submit(revised(live_book()).head), stage).record


def returned():
    return workflow.send_back(submit(draft()), shelves.make_actor("初审"), opinion="请改").record


def withdrawn():
    book = revised(live_book())
    workflow.withdraw(book, shelves.superuser(), reason="有误")
    return fresh(book)


def ways(book):
    """Give ``{page: (arguments, what to send)}`` of every page beside the form, filled in as whoever may would do."""
    number = book.head.number
    until = f"{timezone.localtime(book.public_until):%Y-%m-%dT%H:%M}" if book.public_until else ""
    return {
        "editions": ([], {}),
        "compare": ([], {}),
        "preview": ([number], {}),
        "sheet": ([number], {}),
        "links": ([], {"number": str(number), "days": "7"}),
        "presence": ([], {}),
        "findings": ([], {"number": str(number), "fix_all": "slip"}),
        "submit": ([], {"secrecy_checked": "on"}),
        "review": ([], {"decision": "approve", "opinion": "好", "fingerprint": book.head.fingerprint}),
        "send-back": ([], {"opinion": "停"}),
        "publish": ([], {"reason": "我要发"}),
        "withdraw": ([], {"reason": "我要撤"}),
        "dates": ([], {"public_from": "2020-01-01T00:00", "public_until": until, "reason": "我要改"}),
        "restore": ([1], {"comment": ""}),
    }


def everything(book):
    """Give all that may be different after somebody has done something to ``book``."""
    deeds = Edition.objects.count(), AuditEntry.objects.count(), PreviewLink.objects.count()
    states = list(Edition.objects.order_by("pk").values_list("state", "stage"))
    return tables(), public_page(book), deeds, states


def what_is_public(book):
    """Give what visitors see of ``book``, and its row without the newest edition."""
    row = next(row for row in tables()["Book"] if row["id"] == book.pk)
    if row["public_from"] is None:
        return public_page(book)
    parts = {name: rows for name, rows in tables().items() if name != "Book"}
    return public_page(book), parts, {name: value for name, value in row.items() if name != "head_id"}
