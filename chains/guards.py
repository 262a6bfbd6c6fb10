"""What the database holds of figures beyond its constraints: rules about a row together with others."""

from portal.shared.guards import Guard

# A value or target ``v`` that makes no sense in the unit of its indicator ``i`` (``models.values.check_fit``).
UNFIT = """(
    (i.unit = '位' AND (v.value < 1 OR v.value <> ROUND(v.value) OR v.qualifier <> 'exact'))
    OR v.value <> ROUND(v.value, i.decimals)
    OR (i.of_whole AND (v.value < 0 OR v.value > 100))
    OR (v."of" IS NOT NULL AND i.unit <> '位')
)"""
ROW_UNFIT = "EXISTS (SELECT 1 FROM {table} v JOIN chains_indicator i ON i.id = v.indicator_id WHERE {key} AND {unfit})"

# A correction ``n`` of another indicator or period than its older value ``o``, or known before it.
AMISS = """EXISTS (
    SELECT 1 FROM chains_observation n JOIN chains_observation o ON o.id = n.replaces_id WHERE {key}
    AND (o.indicator_id <> n.indicator_id OR o.period <> n.period OR o.known_from > n.known_from)
)"""
CYCLE = """NEW.replaces_id IS NOT NULL AND EXISTS (
    WITH RECURSIVE older(id) AS (
        SELECT NEW.replaces_id
        UNION SELECT o.replaces_id FROM chains_observation o JOIN older ON o.id = older.id
    ) SELECT 1 FROM older WHERE older.id = NEW.id
)"""


def unfit(table, key):
    return ROW_UNFIT.format(table=table, key=key, unfit=UNFIT)


GUARDS = [
    *(
        Guard(f"{table}_fits", table, unfit(table, "v.id = NEW.id"), "数值不合指标的单位。")
        for table in ("chains_observation", "chains_target")
    ),
    Guard(
        "chains_indicator_fits",
        "chains_indicator",
        f"{unfit('chains_observation', 'i.id = NEW.id')} OR {unfit('chains_target', 'i.id = NEW.id')}",
        "指标已有的数值不合新的单位。",
        ("UPDATE OF unit, of_whole, decimals",),
    ),
    Guard(
        "chains_observation_corrects",
        "chains_observation",
        f"{AMISS.format(key='n.id = NEW.id')} OR {AMISS.format(key='o.id = NEW.id')}",
        "只能更正同一指标、同一时期的数值，公开日期也不能早于它。",
    ),
    Guard("chains_observation_line", "chains_observation", CYCLE, "一条数值不能更正自己，也不能更正后来更正它的数值。"),
]
