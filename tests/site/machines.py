"""What programs read of the portal: its XML, and the heads of its pages."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
}


def xml_of(client, address):
    """Give the root of the XML document at ``address``."""
    response = client.get(address)
    assert response.status_code == 200, address
    return ElementTree.fromstring(response.content)  # noqa: S314 (our own)


def texts(element, path):
    """Give the texts of the elements that ``path`` leads to."""
    return [found.text for found in element.findall(path, NAMESPACES)]


class Page(HTMLParser):
    """What the head of a page says, and its linked data.

    ``named``: pairs of name and content of each ``meta``; ``links``: attributes of each ``link``; ``title``; ``data``:
    what each JSON-LD block holds.
    """

    def __init__(self, html):
        super().__init__()
        self.named, self.links, self.title, self.data, self.inside = [], [], "", [], None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta" and (name := attributes.get("name") or attributes.get("property")):
            self.named.append((name, attributes["content"]))
        if tag == "link":
            self.links.append(attributes)
        is_data = tag == "script" and attributes.get("type") == "application/ld+json"
        self.inside = "data" if is_data else "title" if tag == "title" and not self.title else None

    def handle_data(self, text):
        if self.inside == "title":
            self.title += text
        if self.inside == "data":
            self.data.append(json.loads(text))

    def handle_endtag(self, tag):
        self.inside = None

    @property
    def meta(self):
        return dict(self.named)

    def linked(self, rel, type_=None):
        """Give the addresses of the links that are ``rel``, of the media type ``type_`` if one is given."""
        return [link["href"] for link in self.links if link.get("rel") == rel and type_ in (None, link.get("type"))]

    def described(self, kind):
        """Give the one block of linked data that describes a ``kind`` of thing."""
        [found] = [data for data in self.data if data["@type"] == kind]
        return found


def page_of(client, address):
    return Page(client.get(address).content.decode())
