"""People at browsers of their own."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.watch import Watch, nothing

TIMEOUT = 20_000  # milliseconds; machines that do other things besides are slow
expect.set_options(timeout=TIMEOUT)
DEFAULTS = {"viewport": {"width": 1440, "height": 1000}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
MEASURES = Path(__file__).with_name("measures.js")
CHOOSE_ELDER = 'if (location.protocol.startsWith("http")) localStorage.setItem("mode", "elder");'


class People:
    """Opens the portal of ``server`` in ``browser``, once for each person.

    ``cookies``: ``{account: state}`` of who has signed in before, so that each account signs in once.
    """

    def __init__(self, browser, server, cookies):
        self.browser = browser
        self.server = server
        self.cookies = cookies
        self.visits = []

    def visit(self, *, expected=(), elder=False, **options):
        """Give the page of a visitor without an account.

        ``expected``: statuses of errors that the test is about. ``elder``: whether the visitor has chosen large type.
        The rest is what Playwright's ``new_context`` takes.
        """
        context = self.browser.new_context(base_url=self.server.address, **DEFAULTS | options)
        context.set_default_timeout(TIMEOUT)
        context.add_init_script(path=MEASURES)
        if elder:
            context.add_init_script(CHOOSE_ELDER)
        self.visits.append((context, Watch(context, self.server, expected)))
        return context.new_page()

    def sign_in(self, account, **options):
        """Give the page of an account of ``devaccounts``; the rest is as with :meth:`visit`."""
        page = self.visit(storage_state=self.cookies.get(account), **options)
        if account not in self.cookies:
            page.goto("/admin/login/")
            page.get_by_label("用户名").fill(account)
            page.get_by_label("密码").fill(account)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url("**/admin/")
            self.cookies[account] = page.context.storage_state()
        return page

    def watch(self, page):
        """Give what has gone wrong with ``page``, one of ours."""
        return dict(self.visits)[page.context]

    def close(self):
        for context, _ in self.visits:
            context.close()

    def leave(self):
        """Close all browsers; whatever went wrong in them fails the test."""
        self.close()
        faults = [fault for _, watch in self.visits for fault in watch.faults]
        said = [self.server.said()] if any(fault.startswith("500:") for fault in faults) else []
        nothing("Faults of the pages", faults + said)
