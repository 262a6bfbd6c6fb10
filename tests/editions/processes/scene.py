"""What is in the database before a test: people with sessions, and a book whose second edition waits to be published.

It runs in a process of its own, as every task does (``tasks.py``).
"""

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from portal.editions.people import Actor
from tests.editions import shelves
from tests.editions.models import Book

PEOPLE = {  # name: how many of them, and their group
    "editor": (4, "编辑"),
    "first": (1, "初审"),
    "second": (1, "复审"),
    "signer": (4, "终审"),
    "admin": (4, ""),
}


def build():
    """Migrate and make everything; give the address of the book in the admin, and a session for each editor."""
    call_command("migrate", verbosity=0)
    for name, (count, group) in PEOPLE.items():
        for number in range(count):
            make_person(f"{name}{number}", group)
    book = make_book()
    editors = [f"editor{number}" for number in range(PEOPLE["editor"][0])]
    return {"book": book.pk, "sessions": {name: session(name) for name in editors}}


def make_person(name, group):
    user = User.objects.create_user(name, is_staff=True, is_superuser=not group)
    user.groups.set(Group.objects.filter(name=group))


def actor(name):
    return Actor(User.objects.get(username=name), shelves.ADDRESS)


def session(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client.cookies["sessionid"].value


def make_book():
    east, west = shelves.make_shelf("东"), shelves.make_shelf("西")
    red, green, blue = (shelves.make_label(name) for name in ("红", "绿", "蓝"))
    book = shelves.make_book("旧书名", blurb="旧简介", price="10.00", shelf=east, labels=[red, green])
    for number in range(1, 6):
        shelves.make_chapter(book, f"旧的第{number}章")
    first = shelves.make_note(book, "甲", shelf=east)
    first.labels.set([red])
    shelves.make_note(book, "乙", shelf=east)
    shelves.publish(book, actor("admin0"))

    def change(row):
        row.labels.set([green, blue])
        rewrite_chapters(row)
        rewrite_notes(row, west, blue)

    shelves.revise(book, actor("editor0"), change, title="新书名", blurb="新简介", price="20.00", shelf=west)
    return Book.objects.get(pk=book.pk)


def rewrite_chapters(book):
    """Three are different, one is gone, one stays, one is new."""
    *changed, gone, _ = book.chapters.all()
    for number, chapter in enumerate(changed, 1):
        chapter.text = f"新的第{number}章"
        chapter.save()
    gone.delete()
    shelves.make_chapter(book, "新加的一章")


def rewrite_notes(book, shelf, label):
    """The two swap the marks that are unique among them."""
    first, second = book.notes.order_by("mark")  # 乙, 甲
    for note, mark in ((first, "丙"), (second, "乙"), (first, "甲")):
        note.mark = mark
        note.save()
    second.shelf = shelf
    second.save()
    second.labels.set([label])
