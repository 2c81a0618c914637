"""Builds: how far one is, what it did, those before it; the files that it read, and what it could not read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rich import box
from rich.table import Table

from tongshi.build import Progress, RunSummary
from tongshi.display.layout import new_table
from tongshi.readers import FileForm
from tongshi.store import Run, StoredReject

#: Reasons for rejects shown in the closing table.
MOST_REASONS = 12


def progress_line(progress: Progress) -> str:
    """How far a build is, in one line."""
    return (
        f"{progress.stage}: {progress.posts:,} posts ({progress.per_second:,.0f}/s), "
        f"{progress.records:,} records, {progress.rejected:,} rejects"
    )


def summary(done: RunSummary) -> Table:
    """The closing table of a build."""
    progress, totals = done.progress, done.totals
    table = Table(box=box.SIMPLE_HEAD, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")

    def row(label: str, count: int | str, *, inner: bool = False) -> None:
        table.add_row(f"  {label}" if inner else label, f"{count:,}" if isinstance(count, int) else count)

    row("posts read", progress.posts)
    row("new", progress.added, inner=True)
    if progress.coded:
        row("known, read again with new knowledge", progress.coded, inner=True)
    row("unchanged, or copies", progress.unchanged, inner=True)
    row("rejected", progress.rejected, inner=True)
    row("superseded by a newer version", done.superseded)
    row("vanished from their archive", done.vanished)
    row("posts per second", f"{progress.per_second:,.0f}")
    table.add_section()
    row("articles", totals.posts)
    row("engagements", sum(totals.engagements.values()))
    for type_, count in totals.engagements.items():
        row(type_, count, inner=True)
    row("contacts, fused from them", totals.contacts)
    row("readouts", totals.readouts)
    row("quotes", totals.quotes)
    row("statements", totals.statements)
    row("links between copies", sum(totals.copies.values()))
    for kind, count in totals.copies.items():
        row(kind, count, inner=True)
    table.add_section()
    row("rejects", sum(totals.rejects.values()))
    reasons = list(totals.rejects.items())
    for reason, count in reasons[:MOST_REASONS]:
        row(reason, count, inner=True)
    if len(reasons) > MOST_REASONS:
        row("other reasons", sum(count for _, count in reasons[MOST_REASONS:]), inner=True)
    return table


def run_table(runs: Iterable[Run]) -> Table:
    """One line for each build."""
    table = new_table("run", "started (UTC)", "finished", "archives", "knowledge")
    counts = ("posts", "added", "coded", "unchanged", "superseded", "vanished", "rejected")
    for name in counts:
        table.add_column(name, justify="right")
    for run in runs:
        table.add_row(
            str(run.id),
            _moment(run.started),
            _moment(run.finished) if run.finished else "interrupted",
            "\n".join(run.archives),
            run.knowledge,
            *(str(getattr(run, name)) if run.finished else "" for name in counts),
        )
    return table


def _moment(stamp: str) -> str:
    return stamp[:19].replace("T", " ")


def reject_table(rejects: Iterable[StoredReject]) -> Table:
    """One line for each post that could not be read."""
    table = new_table("id", "reason", "path")
    for reject in rejects:
        table.add_row(reject.id, reject.reason, reject.path)
    return table


def form_table(forms: Iterable[FileForm]) -> Table:
    """One line for each form of each file."""
    table = new_table("path", "form", "told by")
    table.add_column("articles", justify="right")
    table.add_column("rejects")
    for form in forms:
        rejects = "\n".join(f"{n} × {reason}" if n > 1 else reason for reason, n in form.rejects.most_common(3))
        table.add_row(form.path, form.form or "none", form.why, str(form.articles or ""), rejects)
    return table


def form_lines(forms: Iterable[FileForm]) -> Iterator[str]:
    """The same, one JSON object for each."""
    for form in forms:
        told = {"path": form.path, "form": form.form or None, "why": form.why or None, "articles": form.articles}
        yield json.dumps({**told, "rejects": dict(form.rejects.most_common())}, ensure_ascii=False)
