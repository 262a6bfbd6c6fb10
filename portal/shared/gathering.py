"""Rows of several models in one query.

:func:`gather` evaluates several querysets at once; :class:`Together` is a ``Prefetch`` that reads several relations so.
The database writes each row as an array of JSON, so that rows of any shape fit into one ``UNION ALL``; what it wrote
is turned back into what its driver would have given, and Django itself makes the instances: related rows
(``select_related``), annotations, deferred fields and nested prefetches are all as if each had been read alone.
"""

import json
from collections import defaultdict

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, Prefetch, Window
from django.db.models.functions import RowNumber
from django.db.models.query import normalize_prefetch_lookups

PLACE = "_place"  # of a row among those of its queryset
OWNER = "_owner"  # the key of the record that a related row belongs to
ARGUMENTS = 50  # PostgreSQL lets a function have a hundred, SQLite a few more
JSON_ARRAY = {"postgresql": "json_build_array", "sqlite": "json_array"}
WRITTEN_AS_TEXT = ("DateField", "DateTimeField", "DecimalField", "TimeField", "UUIDField")
INEXACT = ("BinaryField", "DurationField", "FloatField")


def gather(*querysets):
    """Give the rows of each of ``querysets`` as a list: one query in all, and those of their own prefetches.

    They are querysets of models in one database. Raises ``TypeError`` where one is sliced, distinct, reversed or of
    values, or has a column that JSON might not hold as it is (:data:`INEXACT`).
    """
    branches = [Branch(queryset) for queryset in querysets]
    asked = [branch for branch in branches if branch.sql]
    if asked:
        selects = [f"SELECT {number}, {branch.sql}" for number, branch in enumerate(asked)]
        with connections[asked[0].queryset.db].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), [value for branch in asked for value in branch.params])
            for number, row in cursor.fetchall():
                asked[number].add(row)
    return [branch.instances() for branch in branches]


class Branch:
    """One of several querysets: its part of the query (``sql``, empty where nothing can be found, and ``params``)."""

    def __init__(self, queryset):
        query = queryset.query
        if query.distinct or not query.standard_ordering or queryset._fields is not None:
            raise TypeError("A queryset that is distinct, reversed or of values cannot be gathered.")
        ordering = query.order_by or (query.default_ordering and query.get_meta().ordering) or None
        self.queryset = queryset.order_by().annotate(**{PLACE: Window(RowNumber(), order_by=ordering)})
        self.compiler = self.queryset.query.get_compiler(queryset.db)
        self.connection = self.compiler.connection
        self.rows = []
        try:
            inner, self.params = self.compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            self.sql = ""
        else:
            self.sql = f"{self.array()} FROM ({inner}) branch"

    @property
    def columns(self):
        """What is selected: ``(alias, field)`` of each column."""
        return [(alias, expression.output_field) for expression, _, alias in self.compiler.select]

    def array(self):
        """Give the SQL that writes a row, as an array of arrays."""
        function = JSON_ARRAY[self.connection.vendor]
        columns = [self.column(alias, field) for alias, field in self.columns]
        parts = [columns[start : start + ARGUMENTS] for start in range(0, len(columns), ARGUMENTS)]
        arrays = ", ".join(f"{function}({', '.join(part)})" for part in parts)
        return f"CAST({function}({arrays}) AS text)"

    def column(self, alias, field):
        kind = field.get_internal_type()
        if kind in INEXACT:
            raise TypeError(f"A {kind} cannot be gathered: JSON might not hold it as it is.")
        name = self.connection.ops.quote_name(alias)
        # PostgreSQL would write a number, which no float may touch, and an object, which its driver gives as text.
        is_text = self.connection.vendor == "postgresql" and kind in ("DecimalField", "JSONField")
        return f"CAST({name} AS text)" if is_text else name

    def add(self, row):
        self.rows.append([value for part in json.loads(row) for value in part])

    def instances(self):
        """Have Django make what it would have made of these rows, had it read them itself."""
        if not self.sql:
            return []
        self.restore()
        place = self.compiler.annotation_col_map.pop(PLACE)
        self.rows.sort(key=lambda row: row[place])
        self.compiler.execute_sql = lambda **kwargs: [self.rows]
        self.queryset.query.get_compiler = lambda using: self.compiler
        return list(self.queryset)

    def restore(self):
        """Turn what is text in JSON into what PostgreSQL's driver gives; SQLite has it as text in its tables, too."""
        if self.connection.vendor == "postgresql":
            kinds = [(number, field) for number, (_, field) in enumerate(self.columns)]
            readers = [(number, field.to_python) for number, field in kinds if is_written_as_text(field)]
            for row in self.rows:
                for number, to_python in readers:
                    row[number] = to_python(row[number])


def is_written_as_text(field):
    return field.get_internal_type() in WRITTEN_AS_TEXT


class Together(Prefetch):
    """Several relations to many rows, given as for ``prefetch_related``, that are read in one query.

    The model has a :class:`Relations` named ``relations``. What is loaded so is loaded: another ``Prefetch`` of one of
    these relations needs a ``to_attr`` of its own.
    """

    def __init__(self, *lookups):
        super().__init__("relations")
        self.lookups = normalize_prefetch_lookups(lookups)
        self.prefetch_to = f"together {' '.join(lookup.prefetch_to for lookup in self.lookups)}"

    def get_current_querysets(self, level):
        return self.lookups


class Relations:
    """What ``prefetch_related`` finds when it looks for where a :class:`Together` leads."""

    def get_prefetch_querysets(self, instances, lookups):
        """Load the relations ``lookups`` of ``instances``; nothing is left to do for Django."""
        relations = [Relation(type(instances[0]), lookup) for lookup in lookups]
        found = gather(*(relation.rows_of(instances) for relation in relations))
        for relation, rows in zip(relations, found, strict=True):
            relation.hand_out(instances, rows)
        return [], None, lambda instance: None, True, "relations", True

    def __set__(self, instance, nothing):
        """Django hands out what it was told of: nothing, for the rows are where they belong."""


class Relation:
    """One relation of ``model`` to many rows: of a foreign key from the other side, or many-to-many."""

    def __init__(self, model, lookup):
        self.name = lookup.prefetch_through
        self.to_attr = lookup.to_attr
        field = model._meta.get_field(self.name)
        self.owner = field.remote_field  # what leads back: the foreign key, or the other side of the many-to-many
        everything = field.related_model._default_manager.all()
        self.queryset = everything if lookup.queryset is None else lookup.queryset

    def rows_of(self, instances):
        """Give the related rows of all ``instances``; one that several are related to is there for each of them."""
        keys = [instance.pk for instance in instances]
        return self.queryset.annotate(**{OWNER: F(self.owner.name)}).filter(**{f"{OWNER}__in": keys})

    def hand_out(self, instances, rows):
        """Put ``rows`` where the relation looks for what was prefetched."""
        found = defaultdict(list)
        for row in rows:
            found[vars(row).pop(OWNER)].append(row)
        for instance in instances:
            self.put(instance, found[instance.pk])

    def put(self, instance, rows):
        if self.owner.many_to_one:
            for row in rows:
                if not self.owner.is_cached(row):
                    setattr(row, self.owner.name, instance)
        if self.to_attr:
            setattr(instance, self.to_attr, rows)
            return
        related = getattr(instance, self.name)._apply_rel_filters(self.queryset)
        related._result_cache, related._prefetch_done = rows, True
        instance._prefetched_objects_cache[self.name] = related
