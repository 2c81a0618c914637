"""The report as text: what a terminal, or a file, is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tongshi.doctor.report import Coverage, Example, Report
from tongshi.readers import unread_told

#: Rows of a table of counts.
MOST_ROWS = 30

#: Gaps told of one outlet.
MOST_GAPS = 6

#: Characters shown of something that a post says.
MOST_TOLD = 60


def tables(report: Report) -> Iterator[RenderableType]:
    """The parts of the report, in order."""
    yield _totals(report)
    if report.unread:
        yield Text(unread_told(report.unread))
    yield _heading("outlets, and months without a post between the first and the last")
    yield _outlets(report.outlets)
    for title, counts in (
        ("hosts that no outlet entry knows (the general rule reads them)", report.unknown_hosts),
        ("front-matter fields that are not read", report.unread_fields),
    ):
        if counts:
            yield _heading(title)
            yield _counts(counts)
    for title, findings in (("rejected", report.rejects), ("contradictions", report.contradictions)):
        if findings:
            yield _heading(title)
            table = _table("what", "posts", "for example")
            for finding in findings[:MOST_ROWS]:
                table.add_row(finding.kind, f"{finding.count:,}", "\n".join(map(example, finding.examples)))
            yield table
    if report.copies.examples:
        yield _heading("copies")
        table = _table("the same as an earlier post", "which is")
        for copy in report.copies.examples:
            table.add_row(copy.path, *copy.told)
        yield table
    if report.repeated:
        yield _heading("paragraphs in many articles of one outlet (candidates for boilerplate.yml)")
        table = _table("outlet", "articles", "paragraph")
        for each in report.repeated[:MOST_ROWS]:
            table.add_row(each.outlet, f"{each.articles:,}", short(each.text))
        yield table


def example(found: Example) -> str:
    """A place, and what is said there."""
    return ": ".join((found.path, " ≠ ".join(map(short, found.told)))) if found.told else found.path


def short(text: str) -> str:
    """A text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_TOLD else f"{line[:MOST_TOLD]}…"


def size(count: int) -> str:
    """Bytes as people say them."""
    number, unit = float(count), "B"
    for following in ("KiB", "MiB", "GiB"):
        if number < 1024:
            break
        number, unit = number / 1024, following
    return f"{number:,.0f} {unit}" if unit == "B" else f"{number:,.1f} {unit}"


def span(coverage: Coverage) -> str:
    """First and last month of an outlet."""
    months = list(coverage.months)
    if not months:
        return "–"
    return months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"


def gap_list(gaps: Sequence[tuple[str, str]]) -> str:
    """Gaps in words, the first few."""
    told = [first if first == last else f"{first} to {last}" for first, last in gaps[:MOST_GAPS]]
    if len(gaps) > MOST_GAPS:
        told.append(f"and {len(gaps) - MOST_GAPS} more")
    return ", ".join(told)


def totals(report: Report) -> list[tuple[str, str]]:
    """The first table: labels and values."""
    rows = [
        ("files", f"{report.files:,}"),
        ("bytes", size(report.bytes)),
        ("posts", f"{report.posts:,}"),
        ("  with a word that may report a contact", f"{report.with_cues:,}"),
        ("  with a title only", f"{report.empty:,}"),
        ("  the same as an earlier one", f"{report.copies.exact:,}"),
        ("  of an address met before, with other content", f"{report.copies.addresses:,}"),
        ("  nearly the same as an earlier one", f"{report.copies.near:,}"),
        ("  without a date", f"{sum(each.undated for each in report.outlets):,}"),
        ("rejected", f"{report.rejected:,}"),
        ("contradictions", f"{sum(each.count for each in report.contradictions):,}"),
        ("characters of running text", f"{report.characters:,}"),
    ]
    for label, counts in (
        ("form", report.forms),
        ("script", report.scripts),
        ("encoding of files", report.encodings),
        ("size of files", report.sizes),
    ):
        rows.append((label, ""))
        rows += [(f"  {kind}", f"{count:,}") for kind, count in counts.items()]
    return rows


def _totals(report: Report) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for label, value in totals(report):
        table.add_row(label, value)
    return table


def _outlets(outlets: Sequence[Coverage]) -> Table:
    table = _table("outlet", "posts", "undated", "months", "gaps")
    for each in outlets[:MOST_ROWS]:
        table.add_row(
            each.outlet, f"{each.posts:,}", f"{each.undated:,}" if each.undated else "", span(each), gap_list(each.gaps)
        )
    if len(outlets) > MOST_ROWS:
        rest = outlets[MOST_ROWS:]
        table.add_row(f"{len(rest):,} others", f"{sum(each.posts for each in rest):,}", "", "", "")
    return table


def _counts(counts: Mapping[str, int]) -> Table:
    table = _table("", "posts")
    rows = list(counts.items())
    for kind, count in rows[:MOST_ROWS]:
        table.add_row(kind, f"{count:,}")
    if len(rows) > MOST_ROWS:
        table.add_row(f"{len(rows) - MOST_ROWS:,} others", f"{sum(count for _, count in rows[MOST_ROWS:]):,}")
    return table


def _heading(title: str) -> Text:
    return Text(title, "bold")


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        right = name in {"posts", "articles", "undated"}
        table.add_column(name, justify="right" if right else "left", overflow="fold", no_wrap=name == "outlet")
    return table
