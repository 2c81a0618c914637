"""Who met whom, in what office, about what, and what each side said: read out of Chinese-language news archives.

    for item in tongshi.read("posts/"):            # Post | Reject
        if isinstance(item, tongshi.Post):
            reading = tongshi.code(item)           # Reading; ReadError where it cannot be cleaned

    with tongshi.open_store("tongshi.db", write=True) as store:
        tongshi.build(["posts/"], store)
        for contact in store.contacts(tongshi.ContactFilter(polities=("US", "CN"))):
            ...

Everything is a frozen record. What a user can cause is a `TongshiError`; anything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tongshi import _started as _started
from tongshi.build import Progress as Progress
from tongshi.build import RunSummary as RunSummary
from tongshi.build import build as build
from tongshi.errors import ArchiveError as ArchiveError
from tongshi.errors import GoldError as GoldError
from tongshi.errors import LexiconError as LexiconError
from tongshi.errors import NotFoundError as NotFoundError
from tongshi.errors import ProcessError as ProcessError
from tongshi.errors import ReadError as ReadError
from tongshi.errors import StoreError as StoreError
from tongshi.errors import TongshiError as TongshiError
from tongshi.offsets import SourceText as SourceText
from tongshi.offsets import Span as Span
from tongshi.pipeline import Explanation as Explanation
from tongshi.pipeline import Knowledge as Knowledge
from tongshi.pipeline import code as _code
from tongshi.pipeline import explain as _explain
from tongshi.readers import FieldMap as FieldMap
from tongshi.readers import FileForm as FileForm
from tongshi.readers import archive_files as _archive_files
from tongshi.readers import explained as _explained
from tongshi.readers import read as _read
from tongshi.records import Article as Article
from tongshi.records import Block as Block
from tongshi.records import Dateline as Dateline
from tongshi.records import Engagement as Engagement
from tongshi.records import Participant as Participant
from tongshi.records import Place as Place
from tongshi.records import Post as Post
from tongshi.records import Quote as Quote
from tongshi.records import Reading as Reading
from tongshi.records import Readout as Readout
from tongshi.records import Reject as Reject
from tongshi.records import Statement as Statement
from tongshi.records import When as When
from tongshi.store import Contact as Contact
from tongshi.store import ContactFilter as ContactFilter
from tongshi.store import ContactReport as ContactReport
from tongshi.store import StatementFilter as StatementFilter
from tongshi.store import Store as Store
from tongshi.store import StoredStatement as StoredStatement
from tongshi.store import open_store as open_store


def read(*archives: str | Path, names: FieldMap | None = None) -> Iterator[Post | Reject]:
    """The articles of archives (folders, tars, zips, WARCs, single files), in path order, no id twice.

    `names` are those under which JSON has its fields. Raises ArchiveError where one does not exist or is no archive.
    """
    return _read(chain.from_iterable(_archive_files(Path(archive), names) for archive in archives))


def forms(*archives: str | Path, names: FieldMap | None = None) -> Iterator[FileForm]:
    """In which form each file of archives is read, and why; raises as `read`."""
    return _explained(chain.from_iterable(_archive_files(Path(archive), names) for archive in archives))


def code(post: Post, knowledge: Knowledge | None = None) -> Reading:
    """Read one post, with the shipped lexicons where none are given; raises ReadError where it cannot be cleaned."""
    return _code(post, knowledge or Knowledge.shipped())


def explain(post: Post, knowledge: Knowledge | None = None) -> Explanation:
    """The same reading, with what became of each cue of contact: which record, or why none."""
    return _explain(post, knowledge or Knowledge.shipped())
