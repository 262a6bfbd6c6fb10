"""Charts of indicators: a picture, its table and its sentence, all from the same marks.

``marks`` chooses what is shown, ``sentences`` says it, ``axes`` and ``lettering`` work out where things stand,
``pictures``, ``lines`` and ``bars`` draw with pygal, ``document`` makes of that one standing SVG. Nothing here asks the
database.
"""

from .chart import Chart
from .marks import MOST, Row, thinned

__all__ = ["MOST", "Chart", "Row", "thinned"]
