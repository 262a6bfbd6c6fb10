"""The table of wrong forms as a spreadsheet."""

from portal.editions.spreadsheets import RecordSheet
from portal.shared.spreadsheets.columns import Column

from .folding import fold
from .models import Term


class TermSheet(RecordSheet):
    """A row is the entry of its wrong form, or a new one."""

    key = "terms"
    title = "错敏词"

    wrong = Column("wrong")
    right = Column("right")
    level = Column("level")
    reason = Column("reason")
    exceptions = Column("exceptions")
    is_active = Column("is_active")

    class Meta(RecordSheet.Meta):
        model = Term

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.terms = {}

    def remember(self, record):
        self.terms[record.wrong] = record

    def find(self, row):
        return self.terms.get(fold(row[self.fields["wrong"].column_name]).strip())
