"""Options that several commands take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, get_args

import typer

from tongshi.records import EngagementType, Status
from tongshi.rights import Texts

Database = Annotated[str, typer.Option("--db", help="The database: a file, or an address.", show_default=True)]


Limit = Annotated[int | None, typer.Option(help="Show at most so many.", min=1)]


Archives = Annotated[
    list[Path],
    typer.Argument(metavar="ARCHIVE...", help="Folders, .tar[.gz|.xz], .zip, .warc[.gz], .jsonl, feeds, pages, posts."),
]


FieldNames = Annotated[
    str | None,
    typer.Option("--map", metavar="FIELD=NAME,…", help="Names of fields in JSON lines: title=headline,body=content,…"),
]


HowMuch = Annotated[Texts, typer.Option("--text", help="How much of the texts: no sentence, the evidence, all.")]


WithholdFile = Annotated[
    Path | None, typer.Option("--withhold", metavar="FILE", help="People, posts, … of which nothing may be shown.")
]


ProjectFolder = Annotated[
    Path | None,
    typer.Option(
        "--knowledge", metavar="FOLDER", help="Your own people, offices, …; else NAME.knowledge beside NAME.db."
    ),
]


DEFAULT_DB = "tongshi.db"


class Format(StrEnum):
    """How a list is written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


class RecordFormat(StrEnum):
    """How records are written that are no rows of one table."""

    table = "table"
    jsonl = "jsonl"


Types = Annotated[list[str] | None, typer.Option("--type", help=f"One of {', '.join(get_args(EngagementType))}.")]


Statuses = Annotated[list[str] | None, typer.Option("--status", help=f"One of {', '.join(get_args(Status))}.")]


PostName = Annotated[
    str, typer.Argument(metavar="POST", help="An id (its beginning is enough), an address, or a path in an archive.")
]


Between = Annotated[
    tuple[str, str] | None, typer.Option(metavar="A B", help="Between two polities: codes or names (US CN, 美国 日本).")
]


WithPerson = Annotated[str | None, typer.Option(help="With this person, in any spelling (Blinken, 布林肯).")]


WithPolity = Annotated[list[str] | None, typer.Option(help="With this polity; can be given again.")]


OnTopic = Annotated[list[str] | None, typer.Option(help="On this topic (codes: taiwan, trade, …).")]


Since = Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="On or after; dated ones only.")]


Until = Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="On or before.")]


ByOutlet = Annotated[list[str] | None, typer.Option(help="Reported by this outlet (cna, voa, …).")]


OnlyMain = Annotated[bool, typer.Option("--main", help="Only what some article is about.")]


AtLevel = Annotated[
    list[str] | None, typer.Option("--level", metavar="LEVEL", help="At this level (head, minister, ambassador, …).")
]


OutFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write here instead of on the screen.")]
