"""The report as one page that needs nothing else: no script, no network, its style inside, every value escaped.

What an archive says is hostile: it is put into the page by `element` only, which escapes all text it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from tongshi.doctor.report import Coverage, Report
from tongshi.doctor.tables import example, gap_list, short, size, span, totals
from tongshi.hypertext import Markup, document, element, own_direction

#: Rows of a table; the JSON has all.
MOST_ROWS = 100

#: Years and outlets of the chart.
MOST_YEARS, MOST_OUTLETS = 30, 24

_STYLE = """
:root { --ink: #1d2430; --soft: #5b6575; --line: #d9dee6; --paper: #fff; --wash: #f5f7fa; --bar: #2f6f8f;
  --warn: #9a3b26 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --soft: #a2acba; --line: #38414e; --paper: #161b22; --wash: #1f2630; --bar: #6db3d3;
  --warn: #f0937c }
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 76rem; color: var(--ink); background: var(--paper);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "PingFang TC", "Noto Sans CJK SC",
  "Noto Sans CJK TC", "Source Han Sans SC", "Microsoft YaHei", "Microsoft JhengHei", sans-serif }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem }
h2 { font-size: 1.15rem; margin: 2.6rem 0 .4rem; padding-top: .9rem; border-top: 1px solid var(--line) }
p { margin: .3rem 0 .9rem; color: var(--soft); max-width: 46rem }
.figures { display: grid; grid-template-columns: repeat(2, 1fr); gap: .7rem; margin: 1.4rem 0; padding: 0 }
@media (min-width: 40rem) { .figures { grid-template-columns: repeat(4, 1fr) } }
@media (min-width: 72rem) { .figures { grid-template-columns: repeat(8, 1fr) } }
.figures div { background: var(--wash); border-radius: .5rem; padding: .7rem .9rem }
.figures dt { color: var(--soft); font-size: .85rem; line-height: 1.3 }
.figures dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; white-space: nowrap }
.figures .bad dd { color: var(--warn) }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 0 2.5rem;
  align-items: start }
.charts { display: grid; gap: 0 3rem; align-items: start }
@media (min-width: 64rem) { .charts { grid-template-columns: 1fr 1fr } }
.wide { overflow-x: auto; margin: .6rem 0 1.2rem }
table { border-collapse: collapse; width: 100%; font-size: .92rem }
caption { text-align: left; font-weight: 600; padding: .5rem 0 .3rem }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .82rem; white-space: nowrap }
th, td { padding: .32rem .9rem .32rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td { overflow-wrap: anywhere; min-width: 4rem }
th:last-child, td:last-child { padding-right: 0 }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; min-width: 3rem }
.k { white-space: nowrap; min-width: 0 }
ul { margin: 0; padding: 0; list-style: none }
li + li { margin-top: .25rem }
svg { display: block; width: 100%; height: auto; max-width: 62rem }
svg text { fill: var(--soft); font-size: 11px }
svg .bar { fill: var(--bar) }
svg .none { fill: var(--wash) }
@media (max-width: 40rem) {
  .stack thead { position: absolute; left: -9999px }
  .stack tr { display: block; border-bottom: 1px solid var(--line); padding: .45rem 0 }
  .stack td { display: block; border: 0; padding: .05rem 0; text-align: left; white-space: normal }
  .stack td:empty { display: none }
  .stack td:first-child { font-weight: 600 }
  .stack td[data-of]::before { content: attr(data-of) ": "; color: var(--soft) }
}
@media print { body { max-width: none } .wide { overflow: visible } }
"""


def page(report: Report, *notes: str) -> str:
    """The whole page, with `notes` at its foot."""
    foot = (element("p", note) for note in notes)
    return document("What is in the archive", _STYLE, chain(_body(report), foot))


def _body(report: Report) -> Iterable[str]:
    yield element("h1", "What is in the archive")
    yield element("p", "Looked through before building: ", Markup(", ".join(map(own_direction, report.archives))))
    yield _figures(report)
    yield from _coverage(report)
    rows = totals(report)
    first = next(at for at, (_, value) in enumerate(rows) if not value)
    yield element("h2", "Files and posts")
    parts = [_listing("In all", rows[:first])]
    while first < len(rows):
        last = next((at for at, (_, value) in enumerate(rows) if at > first and not value), len(rows))
        parts.append(_listing(rows[first][0].capitalize(), rows[first + 1 : last]))
        first = last
    parts.append(_listing("Largest files", [(path, size(count)) for path, count in report.largest]))
    yield element("div", *parts, class_="pair")
    yield from _counted(
        "Files that are not read", "Their endings are none of a post's.", "ending", report.unread, "files"
    )
    yield from _findings(report)
    yield from _repeated(report)
    yield from _counted(
        "Hosts that no outlet entry knows", "Their posts are read by the general rule.", "host", report.unknown_hosts
    )
    yield from _counted(
        "Front-matter fields that are not read", "Nothing is made of what they say.", "field", report.unread_fields
    )
    if report.withheld:
        yield element("h2", "Withheld")
        yield _table(("what", "how many"), [(kind, f"{count:,}") for kind, count in report.withheld.items()], {1})


def _figures(report: Report) -> Markup:
    share = f"{report.with_cues / report.posts:.0%}" if report.posts else "–"
    wrong = sum(each.count for each in report.contradictions)
    figures = (
        ("posts", f"{report.posts:,}", ""),
        ("files", f"{report.files:,}", ""),
        ("outlets and sites", f"{len(report.outlets):,}", ""),
        ("in bytes", size(report.bytes), ""),
        ("with words of contact", share, ""),
        ("copies", f"{report.copies.exact:,}", ""),
        ("contradictions", f"{wrong:,}", "bad" if wrong else ""),
        ("rejected", f"{report.rejected:,}", "bad" if report.rejected else ""),
    )
    boxes = (element("div", element("dt", label), element("dd", value), class_=kind) for label, value, kind in figures)
    return element("dl", *boxes, class_="figures")


# --- coverage


def _coverage(report: Report) -> Iterable[str]:
    yield element("h2", "Outlets and years")
    years: dict[str, int] = {}
    for each in report.outlets:
        for year, count in each.years.items():
            years[year] = years.get(year, 0) + count
    if years:
        bars = _bars(dict(sorted(years.items())[-MOST_YEARS:]))
        squares = _squares(report.outlets[:MOST_OUTLETS], sorted(years)[-MOST_YEARS:])
        left = (
            element("p", "Posts by year of publication."),
            element("div", bars, class_="wide"),
            _listing("Posts by year", [(year, f"{count:,}") for year, count in sorted(years.items())]),
        )
        right = (
            element("p", "Outlets by year: the stronger the colour, the more posts; empty: a year without any."),
            element("div", squares, class_="wide"),
        )
        yield element("div", element("div", *left), element("div", *right), class_="charts")
    rows = [
        (each.outlet, f"{each.posts:,}", f"{each.undated:,}" if each.undated else "", span(each), gap_list(each.gaps))
        for each in report.outlets
    ]
    yield _table(("outlet", "posts", "undated", "months", "months without a post"), rows, {1, 2}, {0, 3}, stack=True)


def _bars(years: Mapping[str, int]) -> Markup:
    """A bar for each year that has posts."""
    width, height, top = 36, 140, max(years.values())
    parts = []
    for at, (year, count) in enumerate(years.items()):
        tall = max(1, round(height * count / top))
        x = at * width
        bar = _rect(x + 4, height - tall + 16, width - 8, tall, "bar", f"{year}: {count:,} posts")
        label = element("text", f"{count:,}", x=str(x + width // 2), y=str(height - tall + 12), text_anchor="middle")
        parts += [bar, label, element("text", year, x=str(x + width // 2), y=str(height + 30), text_anchor="middle")]
    return _svg(len(years) * width, height + 36, "Posts by year", parts)


def _squares(outlets: Sequence[Coverage], years: Sequence[str]) -> Markup:
    """A row of squares for each outlet, one for each year from the first to the last."""
    side, left, top = 26, 132, 20
    first, last = int(years[0]), int(years[-1])
    shown = list(range(first, last + 1)) if last - first < MOST_YEARS else [int(year) for year in years]
    most = max((count for each in outlets for count in each.years.values()), default=1)
    parts = []
    for column, year in enumerate(shown):
        x = str(left + column * side + side // 2)
        parts.append(element("text", f"{year % 100:02}", x=x, y="12", text_anchor="middle"))
    for row, each in enumerate(outlets):
        y = top + row * side
        parts.append(element("text", short(each.outlet)[:20], x="0", y=str(y + 17)))
        for column, year in enumerate(shown):
            count = each.years.get(f"{year:04}", 0)
            told = f"{each.outlet}, {year}: {count:,} posts"
            weight = f"{0.18 + 0.82 * (count / most) ** 0.4:.2f}" if count else ""
            square = _rect(left + column * side, y, side - 3, side - 3, "bar" if count else "none", told, weight)
            parts.append(square)
    return _svg(left + len(shown) * side, top + len(outlets) * side, "Posts by outlet and year", parts)


def _rect(x: int, y: int, width: int, height: int, kind: str, told: str, weight: str = "") -> Markup:
    place = {"x": str(x), "y": str(y), "width": str(width), "height": str(height)}
    return element("rect", element("title", told), rx="2", class_=kind, fill_opacity=weight, **place)


def _svg(width: int, height: int, label: str, parts: Iterable[str]) -> Markup:
    """A drawing that never grows beyond its own size, and scrolls where the page is narrower than half of that."""
    style = f"max-width: {width}px; min-width: {min(width, max(320, width * 3 // 4))}px"
    return element("svg", *parts, viewBox=f"0 0 {width} {height}", role="img", aria_label=label, style=style)


# --- what is wrong


def _findings(report: Report) -> Iterable[str]:
    for title, about, findings in (
        ("Rejected", "Files and posts that could not be read.", report.rejects),
        ("Contradictions", "Where a post says two things of itself.", report.contradictions),
    ):
        if not findings:
            continue
        yield element("h2", title)
        yield element("p", about)
        rows = [
            (found.kind, f"{found.count:,}", element("ul", *(_item(example(each)) for each in found.examples)))
            for found in findings[:MOST_ROWS]
        ]
        yield _table(("what", "posts", "for example"), rows, {1}, stack=True)
    copies = report.copies
    if copies.exact or copies.addresses or copies.near:
        yield element("h2", "Copies")
        told = (
            f"{copies.exact:,} posts are the same as an earlier one; {copies.addresses:,} have an address that was met "
            f"before, with other content: another version of the article, or a part of it; {copies.near:,} say nearly "
            "the same as an earlier one."
        )
        yield element("p", told)
        if copies.examples:
            same = [(each.path, *each.told) for each in copies.examples]
            yield _table(("copy", "the same as"), same, stack=True)


def _repeated(report: Report) -> Iterable[str]:
    if report.repeated:
        yield element("h2", "Repeated paragraphs")
        yield element("p", "Whole paragraphs in many articles of one outlet: candidates for boilerplate.yml.")
        rows = [(each.outlet, f"{each.articles:,}", each.text) for each in report.repeated[:MOST_ROWS]]
        yield _table(("outlet", "articles", "paragraph"), rows, {1}, {0}, stack=True)


def _counted(title: str, about: str, label: str, counts: Mapping[str, int], of: str = "posts") -> Iterable[str]:
    if counts:
        yield element("h2", title)
        yield element("p", about)
        rows = [(kind, f"{count:,}") for kind, count in list(counts.items())[:MOST_ROWS]]
        if len(counts) > MOST_ROWS:
            rest = list(counts.values())[MOST_ROWS:]
            rows.append((f"{len(rest):,} others", f"{sum(rest):,}"))
        yield _table((label, of), rows, {1})


# --- tables


def _listing(title: str, rows: Sequence[tuple[str, str]]) -> Markup:
    if not rows:
        return Markup("")
    lines = (
        element("tr", element("td", own_direction(label.strip())), _cell(value, number=True)) for label, value in rows
    )
    return element("div", element("table", element("caption", title), element("tbody", *lines)), class_="wide")


def _table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Iterable[int] = (),
    whole: Iterable[int] = (),
    *,
    stack: bool = False,
) -> Markup:
    """A table; columns of `whole` are not broken; with `stack` rows become blocks where the page is narrow."""
    right, unbroken = set(numbers), set(whole)
    head = (element("th", name, scope="col", class_="n" if at in right else "") for at, name in enumerate(columns))
    lines = (
        element(
            "tr",
            *(
                _cell(value, number=at in right, whole=at in unbroken, of=columns[at] if stack and at else "")
                for at, value in enumerate(row)
            ),
        )
        for row in rows
    )
    made = element("table", element("thead", element("tr", *head)), element("tbody", *lines), class_=stack * "stack")
    return element("div", made, class_="wide")


def _cell(value: str, *, number: bool = False, whole: bool = False, of: str = "") -> Markup:
    content = value if isinstance(value, Markup) or number or not value else own_direction(value)
    return element("td", content, class_="n" if number else whole * "k", data_of=of if value else "")


def _item(text: str) -> Markup:
    return element("li", own_direction(text))
