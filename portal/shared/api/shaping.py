"""What a request says about the shape of its rows: which fields they have, which relations are written out."""

from collections import Counter
from dataclasses import dataclass

from .problems import Problem, invalid_parameters

FIELDS, EXPAND, ORDERING = "fields", "expand", "ordering"
LISTS = (FIELDS, EXPAND, ORDERING)  # parameters that are lists of names


def listed(query, parameter, sign=""):
    """Give the names of ``parameter=name,other`` in their order, ``[]`` without it; refuse empty and repeated names.

    ``parameter=name&parameter=other`` is the same, for clients that write lists like this.

    ``sign`` may stand before a name and does not make it another one.
    """
    if parameter not in query:
        return []
    names = [name for text in query.getlist(parameter) for name in text.split(",")]
    bare = [name.removeprefix(sign) for name in names]
    if not all(bare):
        raise invalid_parameters({parameter: ["名称不能为空，几个之间用一个逗号隔开。"]}, query)
    repeated = [name for name, times in Counter(bare).items() if times > 1]
    if repeated:
        raise invalid_parameters({parameter: [f"“{'、'.join(repeated)}”只能写一次。"]}, query)
    return names


def known(names, allowed, parameter, code, cannot):
    """Give ``names``; where some are not ``allowed``, a 400 with ``code`` that says so (``cannot``) and lists these."""
    unknown = [name for name in names if name not in allowed]
    if unknown:
        sentence = f"{cannot.format('、'.join(unknown))}，可以是：{'、'.join(allowed)}。"
        raise Problem(400, code, sentence, errors={parameter: [sentence]}, allowed=list(allowed))
    return names


@dataclass(frozen=True)
class Shape:
    """The ``fields`` of the rows in their order, and which of these are relations to write out.

    ``expanded``: ``{field: view set of the related resource}``.
    """

    fields: list
    expanded: dict

    @classmethod
    def read(cls, query, names, relations):
        """Give the shape that a query asks for, of rows that have the fields ``names`` and lead to ``relations``.

        Relations that are written out are among the fields, whether or not ``fields`` names them.
        """
        wanted = known(listed(query, FIELDS), names, FIELDS, "unknown_field", "没有“{}”这个字段")
        written_out = listed(query, EXPAND)
        known(written_out, relations, EXPAND, "unknown_relation", "没有“{}”这种可以展开的关联")
        fields = list(dict.fromkeys([*(wanted or names), *written_out]))
        return cls(fields, {name: relations[name] for name in written_out})

    def cut(self, serializer):
        """Leave in ``serializer`` the fields to write, so that no others are worked out."""
        bound = serializer.fields
        bound.fields = {name: bound[name] for name in self.fields}


def shape_parameters(names, relations):
    """Describe for OpenAPI how the shape of rows with the fields ``names`` is asked for."""
    found = [listing(FIELDS, names, "只要这些字段，按所写的顺序；几个用逗号隔开。")]
    if relations:
        said = "把这些关联展开为整条记录，和它自己的列表所给的一样；几个用逗号隔开。"
        found.append(listing(EXPAND, relations, said))
    return found


def listing(name, allowed, said):
    """Describe for OpenAPI a parameter that takes names from ``allowed``, divided by commas."""
    names = {"type": "array", "items": {"type": "string", "enum": list(allowed)}, "minItems": 1, "uniqueItems": True}
    return {"name": name, "in": "query", "description": said, "schema": names, "style": "form", "explode": False}


def names_of(serializer_class):
    """Give the names of the fields of a serializer, which need not be made for that."""
    meta = getattr(serializer_class, "Meta", None)
    return list(meta.fields if meta else serializer_class._declared_fields)
