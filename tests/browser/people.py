"""People at browsers of their own."""

from playwright.sync_api import expect

from tests.browser.watch import Watch, nothing

TIMEOUT = 20_000  # milliseconds; machines that do other things besides are slow
expect.set_options(timeout=TIMEOUT)
DEFAULTS = {"viewport": {"width": 1440, "height": 1000}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


class People:
    """Opens the portal of ``server`` in ``browser``, once for each person.

    ``cookies``: ``{account: state}`` of who has signed in before, so that each account signs in once.
    """

    def __init__(self, browser, server, cookies):
        self.browser = browser
        self.server = server
        self.cookies = cookies
        self.visits = []

    def visit(self, *, expected=(), **options):
        """Give the page of a visitor without an account.

        ``expected``: statuses of errors that the test is about; the rest is what Playwright's ``new_context`` takes.
        """
        context = self.browser.new_context(base_url=self.server.address, **DEFAULTS | options)
        context.set_default_timeout(TIMEOUT)
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

    def leave(self):
        """Close all browsers; whatever went wrong in them fails the test."""
        for context, _ in self.visits:
            context.close()
        faults = [fault for _, watch in self.visits for fault in watch.faults]
        said = [self.server.said()] if any(fault.startswith("500:") for fault in faults) else []
        nothing("Faults of the pages", faults + said)
