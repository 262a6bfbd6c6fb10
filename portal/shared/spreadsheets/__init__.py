"""Spreadsheets in the admin: rows are exported as xlsx or csv, and imported after a preview, all or none.

``reading`` and ``writing`` are the files, ``cells`` and ``columns`` what stands in them, ``resource`` what a file does,
``admin`` and ``pages`` how people come to it. It stands on django-import-export.
"""
