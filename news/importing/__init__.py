"""Bringing in a report: the text of a newspaper page becomes the draft of a feature.

``texts`` reads what was pasted or uploaded, ``lines`` and ``signs`` tell what a line looks like, ``parser`` says what
each one is, ``arranging`` follows the editor who corrects it, ``drafts`` makes the feature; the rest are its pages.
"""
