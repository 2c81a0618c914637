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


Types = Annotated[list[str] | None, typer.Option("--type", help=f"One of {', '.join(get_args(EngagementType))}.")]


Statuses = Annotated[list[str] | None, typer.Option("--status", help=f"One of {', '.join(get_args(Status))}.")]


PostName = Annotated[
    str, typer.Argument(metavar="POST", help="An id (its beginning is enough), an address, or a path in an archive.")
]
