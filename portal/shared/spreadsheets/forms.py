"""The file that is sent, and the table that is confirmed: signed, for one person and one kind of rows."""

from dataclasses import asdict

from django import forms
from django.core import signing

from .reading import MOST_BYTES, MOST_ROWS, NotReadable, Table, read

HOURS = 12
MOST_SIGNED = 2_000_000  # characters; the server takes 2.5 million bytes of fields
TOO_MUCH = "文字太多，请分成几个文件。"


class UploadForm(forms.Form):
    """A spreadsheet; what was read of it is ``cleaned_data["file"]``, a :class:`~.reading.Table`."""

    file = forms.FileField(
        label="表格文件",
        help_text=f"xlsx或csv，第一行是表头；最多{MOST_BYTES // 1024 // 1024}MB、{MOST_ROWS}行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的。", "missing": "请选择文件。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            return read(file.name, file.read(MOST_BYTES + 1))
        except NotReadable as error:
            raise forms.ValidationError(str(error)) from error


class Seal:
    """Keeps a previewed table on the page of the preview, so that no server has to: nobody can change it there."""

    def __init__(self, user, key):
        self.salt = f"portal.spreadsheets.{key}.{user.pk}"

    def close(self, table, digest):
        """Give the table as signed text, or raise :class:`~.reading.NotReadable` where it is too long."""
        sealed = signing.dumps({"table": asdict(table), "digest": digest}, salt=self.salt, compress=True)
        if len(sealed) > MOST_SIGNED:
            raise NotReadable(TOO_MUCH)
        return sealed

    def open(self, sealed):
        """Give ``(table, digest)``, or ``None`` where it is too old, another person's, or not ours."""
        try:
            said = signing.loads(sealed, salt=self.salt, max_age=HOURS * 3600)
        except signing.BadSignature:
            return None
        return Table(**said["table"]), said["digest"]
