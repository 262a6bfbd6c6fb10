"""What a chart shows, said in Chinese."""

from .marks import TO_DATE

EXTREMES = ("最高", "最低")
RANK_EXTREMES = ("最靠后", "最靠前")


def describe(chart):
    """Say what ``chart`` (:class:`~chains.charts.Chart`) shows: its values, how they stand to the target, what is left
    out."""
    if not chart.series:
        return chart.indicator.progress.sentence if chart.indicator.progress else "尚无数据。"
    values = "" if chart.is_paired else of_all(chart.series, RANK_EXTREMES if chart.indicator.is_rank else EXTREMES)
    return "".join((values, of_aims(chart), of_omissions(chart)))


def of_all(series, extremes):
    """Say each series; more than one with its kind, and that they do not compare."""
    if len(series) == 1:
        lone = "只有一个数值：" if len(series[0].marks) == 1 else ""
        return f"{lone}{of_series(series[0], extremes)}。"
    said = "；".join(f"{one.kind}：{of_series(one, extremes)}" for one in series)
    return f"{said}。时段不同，不能直接相比。"


def of_series(series, extremes):
    """Say the first and the newest value of ``series``, and the extremes (``extremes``: what they are called)."""
    first, newest = series.marks[0], series.marks[-1]
    if first is newest:
        return f"{newest.label}{newest.wording}"
    head = f"从{first.when}到{newest.when}共{series.total}个数值"
    if series.lowest.size == series.highest.size:
        return f"{head}，都是{newest.wording}"
    high, low = extremes
    roles = {} if series.kind == TO_DATE else {series.highest.size: high, series.lowest.size: low}
    said = [f"{mark.label}{with_role(mark.wording, roles.get(mark.size))}" for mark in (first, newest)]
    others = [mark for mark in (series.highest, series.lowest) if mark.size not in (first.size, newest.size)]
    said += [f"{roles[mark.size]}的是{mark.label}{mark.wording}" for mark in others if roles]
    return f"{head}：{'，'.join(said)}"


def with_role(said, role):
    """Put ``role`` in brackets behind a wording, or into those that it has."""
    if role is None:
        return said
    return f"{said[:-1]}，{role}）" if said.endswith("）") else f"{said}（{role}）"


def of_aims(chart):
    """Say how the values stand to the drawn targets: all of a before and after, else the limit or the newest goal."""
    aims = chart.aims if chart.is_paired else chart.aims[:1]
    return "".join(chart.indicator.progress_to(aim.target).sentence for aim in aims)


def of_omissions(chart):
    """Say what is not drawn."""
    drawn = sum(len(one.marks) for one in chart.series)
    thin = any(len(one.marks) < one.total for one in chart.series)
    said = f"数值太多，图中每段取最高和最低，共画{drawn}个。" if thin else ""
    return said + (f"另有{chart.left_out}个其他时段的数值没有画。" if chart.left_out else "")
