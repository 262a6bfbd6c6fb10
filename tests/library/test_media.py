"""Who may fetch a file: the public what something public uses now, readers of a preview what it shows, staff all."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Feature
from portal.editions import workflow
from portal.editions.models import PreviewLink
from portal.editions.people import Actor
from portal.editions.showing import showing
from portal.identity.models import SiteIdentity
from portal.library.models import Photo
from portal.library.renditions import names
from tests import factories as make

pytestmark = pytest.mark.django_db

# How a record uses a photo: what makes the record of the photo and of when it is public.
USES = {
    "a story's cover": lambda photo, **when: make.make_feature(cover=photo, **when),
    "a story's block": lambda photo, **when: make.make_photo_block(make.make_feature(**when), photo).parent,
    "a committee's cover": lambda photo, **when: make.make_committee(cover=photo, **when),
    "a committee's block": lambda photo, **when: make.make_committee_photo(make.make_committee(**when), photo).parent,
    "an initiative's cover": lambda photo, **when: make.make_initiative(cover=photo, **when),
    "an initiative's block": lambda photo, **when: (
        make.make_initiative_photo(make.make_initiative(**when), photo).parent
    ),
}
TOMORROW = timezone.now() + timezone.timedelta(days=1)
YESTERDAY = timezone.now() - timezone.timedelta(days=1)
HIDDEN = {
    "a draft": {"public_from": None},
    "due tomorrow": {"public_from": TOMORROW},
    "expired": {"public_from": YESTERDAY - timezone.timedelta(days=1), "public_until": YESTERDAY},
}


def addresses(photo):
    """Give the addresses of the picture, of the whole of it as JPEG and in its best format, and of a crop."""
    made = names(photo, photo.renditions)
    return [default_storage.url(name) for name in (photo.image.name, made[0], made[1], made[-1])]


def answers(client, photo):
    """Give the statuses with which the files of ``photo`` are answered."""
    found = set()
    for address in addresses(photo):
        response = client.get(address)
        b"".join(response)
        found.add(response.status_code)
    return found


def somebody(*codenames, **kwargs):
    user = make.make_user(**{"is_staff": True} | kwargs)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


# The public


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_the_public_gets_nothing_that_only_hidden_records_use(client, shown, use):
    photo = shown()
    for when in HIDDEN.values():
        use(photo, **when)
    assert answers(client, photo) == {404}


def test_the_public_gets_no_photo_that_nothing_uses(client, shown):
    assert answers(client, shown()) == {404}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_the_public_gets_what_something_public_uses_until_it_is_withdrawn(client, shown, use):
    photo = shown()
    record = use(photo)
    assert answers(client, photo) == {200}
    workflow.withdraw(record, boss(), reason="有误")
    assert answers(client, photo) == {404}


def boss():
    return Actor(make.make_user(is_superuser=True, is_staff=True))


def test_a_photo_that_only_a_draft_of_something_public_uses_stays_hidden(client, shown):
    photo, feature = shown(), make.make_feature()

    def choose(row):
        row.cover = photo
        row.save()

    workflow.revise(feature, boss(), choose)
    assert answers(client, photo) == {404}


def test_one_public_use_among_hidden_ones_is_enough(client, shown):
    photo = shown()
    make.make_feature(cover=photo, public_from=None)
    make.make_committee(cover=photo)
    assert answers(client, photo) == {200}


def test_attachments_follow_the_same_rule(client):
    hidden, public = make.make_attachment(), make.make_attachment()
    make.make_attachment_block(make.make_feature(public_from=None), hidden)
    make.make_attachment_block(make.make_feature(), public)
    assert client.get(hidden.file.url).status_code == 404
    assert b"".join(client.get(public.file.url)) == b"%PDF-1.4 test"


def test_the_badge_is_for_everybody_as_long_as_the_identity_has_it(client):
    identity = SiteIdentity.current()
    identity.badge.save("badge.png", ContentFile(make.png()), save=False)
    other = default_storage.save("identity/other.png", ContentFile(make.png()))
    identity.save()
    assert b"".join(client.get(identity.badge.url)) == make.png()
    assert client.get(default_storage.url(other)).status_code == 404


# Staff


def test_staff_who_may_see_photos_get_all_of_them(shown):
    assert answers(somebody("view_photo"), shown()) == {200}
    attachment = make.make_attachment()
    assert b"".join(somebody("view_attachment").get(attachment.file.url)) == b"%PDF-1.4 test"


@pytest.mark.parametrize(
    ("codenames", "kwargs"),
    [([], {}), (["view_attachment"], {}), (["view_photo"], {"is_staff": False})],
    ids=["no right", "another right", "no staff"],
)
def test_others_get_what_the_public_gets(shown, codenames, kwargs):
    client, photo = somebody(*codenames, **kwargs), shown()
    assert answers(client, photo) == {404}
    make.make_feature(cover=photo)
    assert answers(client, photo) == {200}


# Readers of a preview


@pytest.fixture
def previewed(shown):
    """``(photo, link, [addresses])`` as the preview of a story that was never public writes them into its page."""
    photo = shown()
    feature = make.make_feature(cover=photo, public_from=None)
    edition = workflow.adopt(feature)
    link = workflow.make_link(edition, boss(), days=1)
    with showing(edition):
        return photo, link, addresses(photo)


def statuses(client, found):
    return {client.get(address).status_code for address in found}


def test_readers_of_a_preview_get_the_files_that_it_shows(client, previewed):
    photo, _, found = previewed
    assert all("?preview=" in address for address in found)
    assert statuses(client, found) == {200}
    assert answers(client, photo) == {404}


def test_a_signature_is_good_for_one_file(client, previewed, shown):
    _, _, found = previewed
    other = shown()
    for address in addresses(other):
        assert client.get(f"{address}?{found[0].partition('?')[2]}").status_code == 404


def test_a_signature_that_is_not_ours_opens_nothing(client, previewed):
    photo, _, _ = previewed
    for said in ["", "1", "1.x", "x", "１.x", "9" * 400, "1.1.1", "%00"]:
        assert client.get(f"{photo.image.url}?preview={said}").status_code == 404


def test_with_the_link_the_files_go_as_well(client, previewed):
    _, link, found = previewed
    workflow.revoke_link(link, boss())
    assert statuses(client, found) == {404}
    PreviewLink.objects.update(revoked_at=None, expires_at=timezone.now())
    assert statuses(client, found) == {404}


def test_outside_a_preview_addresses_bear_no_signature(previewed):
    photo, _, _ = previewed
    assert "?" not in photo.image.url


# How they are sent


@pytest.fixture
def public_photo(shown):
    photo = shown()
    make.make_feature(cover=photo)
    return photo


def test_caches_keep_public_files_for_a_short_time_and_others_not_at_all(client, shown, public_photo):
    assert client.get(public_photo.image.url)["Cache-Control"] == "public, max-age=600, s-maxage=60"
    hidden = shown()
    assert client.get(hidden.image.url)["Cache-Control"] == "no-store, private"
    answer = somebody("view_photo").get(hidden.image.url)
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]
    assert "Cookie" not in client.get(public_photo.image.url).get("Vary", "")


def test_files_are_taken_for_nothing_else(client, public_photo):
    answer = client.get(public_photo.image.url)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "Content-Disposition" not in answer
    kinds = {client.get(address)["Content-Type"] for address in addresses(public_photo)}
    assert kinds == {"image/png", "image/jpeg", "image/webp", "image/avif"}


def test_attachments_are_saved_under_their_titles(client):
    attachment = make.make_attachment('2022年"通知"')
    make.make_attachment_block(attachment=attachment)
    said = client.get(attachment.file.url)["Content-Disposition"]
    assert said == "attachment; filename*=utf-8''2022%E5%B9%B4%22%E9%80%9A%E7%9F%A5%22.pdf"


def test_what_has_not_changed_is_not_sent_again(client, public_photo):
    first = client.get(public_photo.image.url)
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(public_photo.image.url, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == first["Cache-Control"]
        assert again["ETag"] == first["ETag"]
    assert client.get(public_photo.image.url, headers={"if-none-match": '"other"'}).status_code == 200


def test_after_a_withdrawal_even_who_has_it_is_told_that_it_is_gone(client, public_photo):
    tag = client.get(public_photo.image.url)["ETag"]
    workflow.withdraw(story_of(public_photo), boss(), reason="有误")
    assert client.get(public_photo.image.url, headers={"if-none-match": tag}).status_code == 404


def story_of(photo):
    return Feature.objects.get(cover=photo)


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("0-0", (0, 1)),
        ("0-9", (0, 10)),
        ("5-", (5, None)),
        ("-4", (-4, None)),
        ("3-100000", (3, None)),
        ("0-", (0, None)),
    ],
)
def test_a_part_of_a_file_is_sent_where_it_is_asked_for(client, public_photo, asked, span):
    with public_photo.image.open() as file:
        content = file.read()
    answer = client.get(public_photo.image.url, headers={"range": f"bytes={asked}"})
    part = content[slice(*span)]
    assert (answer.status_code, b"".join(answer)) == (206, part)
    start = len(content) - len(part) if span[1] is None else span[0]
    assert answer["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(content)}"
    assert answer["Content-Length"] == str(len(part))


def test_what_cannot_be_understood_is_answered_with_the_whole(client, public_photo):
    for asked in ["bytes=0-1,3-4", "bytes=9-2", "bytes=-", "items=0-1", "bytes=a-b"]:
        assert client.get(public_photo.image.url, headers={"range": asked}).status_code == 200


def test_a_part_that_is_not_there_is_refused(client, public_photo):
    answer = client.get(public_photo.image.url, headers={"range": "bytes=100000-"})
    assert answer.status_code == 416
    assert answer["Content-Range"].startswith("bytes */")


def test_a_part_of_an_older_file_is_not_mixed_with_this_one(client, public_photo):
    headers = {"range": "bytes=0-1", "if-range": '"older"'}
    assert client.get(public_photo.image.url, headers=headers).status_code == 200


def test_the_head_alone_says_the_same_and_nothing_is_compressed(client, public_photo):
    gzip = {"accept-encoding": "gzip"}
    whole = client.get(public_photo.image.url, headers=gzip)
    head = client.head(public_photo.image.url, headers=gzip)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == whole["Content-Length"] == str(public_photo.image.size)
    assert "Content-Encoding" not in whole


def test_files_are_only_read(client, public_photo):
    for ask in (client.post, client.put, client.delete, client.patch):
        assert ask(public_photo.image.url).status_code == 405


GUESSES = ["../db.sqlite3", "photos/../../db.sqlite3", "photos/", "", "//etc/passwd", "/etc/passwd", "%2e%2e/x"]
GUESSES += ["r/", "r/1-", "r/0-x/../../x", f"r/{'9' * 40}-a/b", "r/１-x/1.avif", "kept/x", "photos/%00.png"]


def test_nothing_is_had_by_guessing(client, public_photo):
    assert {path: client.get(f"/media/{path}").status_code for path in GUESSES} == dict.fromkeys(GUESSES, 404)


def test_a_file_that_is_lost_is_missing(client, public_photo):
    default_storage.delete(public_photo.image.name)
    assert client.get(public_photo.image.url).status_code == 404


def test_a_file_costs_the_public_two_queries(client, public_photo):
    client.get("/robots.txt")
    for address in addresses(public_photo):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len([query for query in queries if "SELECT" in query["sql"]]) == 2


def test_the_web_server_in_front_may_send_it(client, shown, public_photo, settings):
    settings.MEDIA_ACCEL = "/uploads/"
    answer = client.get(public_photo.image.url)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Accel-Redirect"] == f"/uploads/{public_photo.image.name}"
    assert answer["Cache-Control"] == "public, max-age=600, s-maxage=60"
    attachment = make.make_attachment(file=ContentFile(b"x", "通知.pdf"))
    make.make_attachment_block(attachment=attachment)
    assert "%E9%80%9A%E7%9F%A5" in client.get(attachment.file.url)["X-Accel-Redirect"]
    assert "X-Accel-Redirect" not in client.get(shown().image.url)


def test_a_new_photo_has_no_address_that_tells_what_it_was_called(shown):
    photo = shown(make.png(), "机密.png")
    assert Photo.objects.get(image=photo.image.name).image.name.endswith(f"/{photo.digest[:16]}.png")


def test_a_session_that_has_ended_is_no_fault(flushable, client):
    """Django removes it when it is asked who somebody is."""
    photo, user = make.make_photo(), make.make_user(is_staff=True)
    client.force_login(user)
    user.set_password("another")
    user.save()
    assert client.get(photo.image.url).status_code == 404
