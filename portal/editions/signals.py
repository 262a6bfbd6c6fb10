"""What others may listen to."""

from django.dispatch import Signal

# Sent with ``record`` (as it now stands) and ``edition``, by the record's class, whenever what the public may see of a
# record has changed: published, withdrawn, dated, or adopted as public. It is sent within the transaction of the
# change; whatever reaches outside the database belongs into ``transaction.on_commit``.
public_changed = Signal()
