"""The search's entries for rows that tests have made without publishing them."""

from portal.search import index
from portal.search.forms import SearchForm
from portal.search.searchables import REGISTRY


def write_all():
    """Write the entries of all that there is."""
    for searchable in REGISTRY.values():
        index.rebuild(searchable)


def found(*words, **chosen):
    """Give the titles of what the words find, as the page lists it."""
    form = SearchForm({"q": " ".join(words), **chosen})
    assert form.is_valid(), form.errors
    return [hit.entry.title for hit in form.results()[0:100]]
