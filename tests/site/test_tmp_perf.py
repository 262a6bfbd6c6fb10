import time, pytest
from tests import factories as make
from tests.admin_pages import change_page, count_queries
from tests.site.test_admin_site import *
from portal.shared import admin as sa
from django.contrib.admin.widgets import AutocompleteSelect
pytestmark = pytest.mark.django_db
def t(client,url):
    client.get(url); best=9
    for _ in range(3):
        a=time.perf_counter(); client.get(url); best=min(best,time.perf_counter()-a)
    return best
@pytest.mark.parametrize("mk,n",[(committee_with,67),(indicator_with,67),(feature_with,33)])
def test_perf(editor_client, mk, n, monkeypatch):
    url=change_page(mk(n)); ours=t(editor_client,url), count_queries(editor_client,url)
    a=time.perf_counter(); data=form_of_(editor_client,url); b=time.perf_counter(); r=editor_client.post(url,data); c=time.perf_counter()
    monkeypatch.setattr(sa.KnownAutocomplete,"optgroups",AutocompleteSelect.optgroups)
    stock=t(editor_client,url), count_queries(editor_client,url)
    print("PERF",mk.__name__,ours,"stock-ish",stock,"post",r.status_code,c-b)
def form_of_(c,u):
    from tests.admin_pages import form_of
    return form_of(c.get(u))
