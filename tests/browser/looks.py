"""How pages look: whether they fit the screen, what the accessibility checker says, and pictures of them."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.server import ROOT

PICTURES = ROOT / "build" / "screens"

# What is wrong in what Django brings along for the admin, and cannot be put right from outside.
STOCK = [
    "thead .original",  # the head of a column that holds nothing but each row's title
    ".tabular thead th:empty",  # and of one that holds a box to delete the row, where nobody may
    "ul.select2-selection__rendered",  # Select2's list of what was chosen, which has a child that is no item
    ".selector .help-tooltip",  # a picture of a question mark, named as no such element may be
]

# What stands out of the window on the right, but for what lies in a box of its own that scrolls.
WIDER = """() => {
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const pages = "html, body, #container, .main, .content, #content, #content-main";
  const inBox = (element) => {
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (!box.matches(pages) && scrolls(box)) return true;
    }
    return false;
  };
  const isWide = (element) => {
    const { right, width, height } = element.getBoundingClientRect();
    return width && height && right > innerWidth + 1 && !inBox(element);
  };
  const edge = (element) => Math.round(element.getBoundingClientRect().right);
  const name = (element) => `${element.localName}.${element.className} ends at ${edge(element)}`;
  return [...document.body.querySelectorAll("*")].filter(isWide).map(name);
}"""

# The admin scrolls in a box of its own: how much higher the window must be to show all of it.
HIDDEN = """() => Math.max(0, ...[...document.querySelectorAll("html, body *")].filter(
  (element) => element === document.documentElement || ["auto", "scroll"].includes(getComputedStyle(element).overflowY)
).map((element) => element.scrollHeight - element.clientHeight))"""


def wider_than_screen(page):
    """Give what stands out of the window on the right, as ``element.class right edge``."""
    return page.evaluate(WIDER)


def measure(page, name, *args):
    """Give the sentences of one of ``measures.js``, which the page must have begun with."""
    return page.evaluate(f"least => measures.{name}(least)", *args)


def open_details(page):
    """Open all that can be opened, so that it is looked at, too."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


def take_picture(page, name):
    """Write the whole page, as high as it is, to ``build/screens/<name>.png``."""
    size = page.viewport_size
    page.set_viewport_size(size | {"height": size["height"] + page.evaluate(HIDDEN)})
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    page.set_viewport_size(size)


def violations(page, leaving_out=(), **options):
    """Give what axe-core finds against, as sentences.

    ``leaving_out``: selectors of what is not ours. The rest are options of axe, as ``runOnly``.
    """
    context = {"exclude": [[selector] for selector in leaving_out]} if leaving_out else None
    results = Axe().run(page, context=context, options=options | {"resultTypes": ["violations"]})
    return [
        f"{found['id']}: {node['failureSummary'].splitlines()[-1].strip()}\n    {node['target']} {node['html'][:160]!r}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]
