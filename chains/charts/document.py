"""From a drawn chart to one standing SVG document: only what we drew, with its words, type and colours.

It has no script, no address, no font file and no chance in it: the same chart gives the same bytes.
"""

import re
from string import Template
from xml.etree import ElementTree

FONT = '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",sans-serif'

# The colours of static/css/tokens.css; a test holds them together and measures their contrast.
LIGHT = {
    "paper": "#fffdfa",
    "ink": "#241f1e",
    "ink_soft": "#5d5450",
    "rule": "#e0d8ca",
    "control": "#857a6e",
    "accent": "#9e1b1e",
    "focus": "#1d4f91",
}
DARK = {
    "paper": "#171413",
    "ink": "#ece5da",
    "ink_soft": "#b8ada1",
    "rule": "#3b3431",
    "control": "#94887b",
    "accent": "#f08d85",
    "focus": "#8fbcff",
}

TYPE = Template(
    """text{font-family:$font;font-size:${text}px}
.name{font-size:${name}px;font-weight:600}
.said{font-weight:600}
.no_data{text-anchor:middle}
.line{fill:none;stroke-width:2.5px;stroke-linejoin:round}
.mark{stroke-width:1.5px}
.serie-1 .line{stroke-dasharray:14 4}
.serie-2 .line{stroke-dasharray:2 3}
.serie-3 .line{stroke-dasharray:14 4 2 4}
.aim .line{stroke-width:2px;stroke-dasharray:6 5}
.aim rect{fill:none;stroke-width:2px;stroke-dasharray:6 5}
"""
)
COLOURS = Template(
    """.paper{fill:$paper}
text{fill:$ink}
.soft{fill:$ink_soft}
.said{fill:$ink}
.mark{stroke:$paper}
.guide{stroke:$rule}
.base{stroke:$control}
.line{stroke:$ink_soft}
.actual rect,.mark{fill:$ink_soft}
.aim .line,.aim rect{stroke:$ink}
.actual rect,.serie-0 .mark,.serie-0.mark{fill:$accent}
.serie-1 .mark,.serie-1.mark{fill:$focus}
.serie-2 .mark,.serie-2.mark{fill:$ink_soft}
.serie-3 .mark,.serie-3.mark{fill:$control}
.serie-0 .line{stroke:$accent}
.serie-1 .line{stroke:$focus}
.serie-2 .line{stroke:$ink_soft}
.serie-3 .line{stroke:$control}
"""
)

KEPT = {"g", "path", "rect", "text", "tspan", "title"}
LEFT_OUT = {"background", "tooltip"}
ATTRIBUTES = ("class", "d", "dx", "height", "text-anchor", "transform", "width", "x", "y")
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def standalone(drawn, *, title, sentence, format_):
    """Make of ``drawn``, the tree that pygal gave, the bytes of an SVG file.

    ``title`` and ``sentence`` are its accessible name and description; ``format_`` gives the size
    (:class:`~chains.charts.pictures.Format`).
    """
    root = ElementTree.Element("svg", attributes(format_))
    add(root, "title", title, id="chart-title")
    add(root, "desc", sentence, id="chart-desc")
    add(root, "style", style(format_))
    add(root, "rect", **{"class": "paper", "width": "100%", "height": "100%"})
    copy(drawn.find("g"), root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def attributes(format_):
    """Give the attributes of the root: a box that scales, a size where nobody says one, and a name to be read."""
    return {
        "xmlns": "http://www.w3.org/2000/svg",
        "lang": "zh-CN",
        "xml:lang": "zh-CN",
        "role": "img",
        "aria-labelledby": "chart-title",
        "aria-describedby": "chart-desc",
        "viewBox": f"0 0 {format_.width} {format_.height}",
        "width": str(format_.width),
        "height": str(format_.height),
    }


def style(format_):
    """Give the style sheet. Dark is for screens alone: paper prints light."""
    type_ = TYPE.substitute(font=FONT, text=format_.text, name=format_.name)
    dark = COLOURS.substitute(DARK)
    return f"{type_}{COLOURS.substitute(LIGHT)}@media screen and (prefers-color-scheme:dark){{{dark}}}"


def add(parent, tag, text="", **attributes_):
    node = ElementTree.SubElement(parent, tag, attributes_)
    node.text = NOT_XML.sub("", text) or None
    return node


def copy(source, parent):
    """Copy what we keep of ``source`` into ``parent``: of pygal's nodes and attributes only those that we know."""
    for child in source:
        if child.tag in KEPT and not LEFT_OUT & set(child.get("class", "").split()):
            known = {name: rounded(child.get(name)) for name in ATTRIBUTES if child.get(name)}
            node = add(parent, child.tag, child.text or "", **known)
            copy(child, node)
            if node.tag == "g" and not len(node):
                parent.remove(node)


def rounded(text):
    """Give ``text`` with its numbers to a tenth of a pixel."""
    return re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), text)
