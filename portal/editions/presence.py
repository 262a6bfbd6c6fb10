"""Who has which form open: the page of a form reports it when it opens and while it is open; the others see it."""

from datetime import timedelta

from django.utils import timezone

from .models import Presence
from .people import name_of

# A page reports every 30 seconds; one that has not for this long is closed, or its network is down.
FORGOTTEN_AFTER = timedelta(seconds=90)


def enter(record, user):
    """Note that ``user`` has the form of ``record`` open now."""
    unique = ["content_type", "object_id", "person"]
    row = Presence(**Presence.key_of(record), person=user, seen_at=timezone.now())
    Presence.objects.bulk_create([row], update_conflicts=True, unique_fields=unique, update_fields=["seen_at"])


def leave(record, user):
    Presence.objects.filter(**Presence.key_of(record), person=user).delete()


def others(record, user):
    """Give the names of everyone else who has the form open."""
    recent = Presence.objects.filter(**Presence.key_of(record), seen_at__gt=timezone.now() - FORGOTTEN_AFTER)
    return [name_of(row.person) for row in recent.exclude(person=user).select_related("person").order_by("seen_at")]
