"""What is known beside the shipped lexicons, as tables."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from tongshi.display import new_table
from tongshi.project import Addition
from tongshi.store import KnowledgeVersion

#: Names of entries shown in a line.
_MOST = 4


def addition_table(additions: Iterable[Addition]) -> Table:
    """One line for each lexicon."""
    table = new_table("lexicon", "shipped", "new", "extended", "words", "removed")
    for each in additions:
        counts = (str(each.words or ""), str(each.removed or ""))
        table.add_row(each.lexicon, f"{each.shipped:,}", _some(each.new), _some(each.extended), *counts)
    return table


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more


def history_table(versions: Iterable[KnowledgeVersion]) -> Table:
    """One line for each version that a build used; files that the version before it did not have so are marked."""
    table = new_table("version", "first run", "since (UTC)", "files")
    listed = list(versions)
    for version, before in zip(listed, [*listed[1:], None], strict=True):
        had = {(file.path, file.digest) for file in before.files} if before else set()
        files = [
            f"{file.path}.yml {file.digest}{'' if (file.path, file.digest) in had else ' *'}" for file in version.files
        ]
        since = version.started[:19].replace("T", " ")
        table.add_row(version.version, str(version.first_run), since, "\n".join(files) or "shipped lexicons only")
    return table
