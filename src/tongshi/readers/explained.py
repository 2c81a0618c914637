"""Why each file of an archive is read the way it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tongshi.errors import ReadError
from tongshi.readers.files import LINES, WARCS, ArchiveFile
from tongshi.readers.forms import posts_of, shape_of
from tongshi.records import Post, Reject


@dataclass(slots=True)
class FileForm:
    """In which form a file is read, what that was told by, and what came of it.

    The pages of a WARC and the lines of JSON that are alike are told of together, under the name of their file.
    """

    path: str
    form: str  # of records.Form; empty: none
    why: str
    articles: int = 0
    rejects: Counter[str] = field(default_factory=Counter)  # by reason


def explained(
    files: Iterable[ArchiveFile | Reject], may: Callable[[Post | Reject], bool] = lambda _: True
) -> Iterator[FileForm]:
    """The form of each file, in the order of the archive, without the posts that `may` not be told of."""
    told: dict[tuple[str, str, str], FileForm] = {}
    before = ""
    for file in files:
        path = _whole(file.path)
        if path != before:
            yield from told.values()
            told, before = {}, path
        shape = _shape(file)
        items = (file,) if isinstance(file, Reject) else posts_of(file)
        kept = [item for item in items if may(item)]
        if kept:
            form = told.setdefault((path, *shape), FileForm(path, *shape))
            for item in kept:
                if isinstance(item, Reject):
                    form.rejects[item.reason] += 1
                else:
                    form.articles += 1
    yield from told.values()


def _shape(file: ArchiveFile | Reject) -> tuple[str, str]:
    if isinstance(file, Reject):
        return "", ""
    try:
        form, why = shape_of(file)
    except ReadError:
        return "", ""
    return form, f"in a WARC; {why}" if file.capture else why


def _whole(path: str) -> str:
    """The file on disk that a page or a line stands in."""
    parts = path.split("/")
    for at, part in enumerate(parts[:-1], 1):
        if part.lower().endswith((*WARCS, *LINES, ".cdx", ".cdxj", ".opml")):
            return "/".join(parts[:at])
    return path
