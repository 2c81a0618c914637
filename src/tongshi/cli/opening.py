"""What a command works on: the database as far as it may be shown, and the user's own lexicons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from tongshi import display
from tongshi.cli.output import tell_withheld, warn_unmet
from tongshi.coverage import Holdings
from tongshi.errors import NotFoundError, UnknownError
from tongshi.lexicon import Layers
from tongshi.pipeline import Knowledge, Sources
from tongshi.project import beside, project_layer, read_project
from tongshi.registry import Registry
from tongshi.rights import Rights, StoreRelease, Texts, ToldStatement
from tongshi.search import outlet_named
from tongshi.store import (
    ContactReport,
    StoredReading,
    open_store,
    place_of,
)
from tongshi.withhold import FILE_NAME, NOTHING, WithholdList, read_withhold_list

#: What is said where nothing is found.
_NOTHING = (
    "no contact, record, statement or article is called so; an id is c, e, s or p and digits with a to f (c533e6a), as "
    "`tongshi engagements` and `tongshi said` list them; an article also goes by its address or path (`tongshi search`)"
)


def meant(store: StoreRelease, given: str) -> ContactReport | ToldStatement | StoredReading:
    """What an id means: a contact, by its own or a record's, a statement, or the article of a post.

    Raises NotFoundError, which tells what was looked for.
    """
    asked = given.strip()
    if not asked:
        raise NotFoundError("no id is given")
    finds: tuple[Callable[[str], ContactReport | ToldStatement | StoredReading], ...] = (
        store.statement if asked.startswith("s") else store.report,
        store.article_of,
    )
    reason: NotFoundError | None = None
    for find in finds:
        try:
            return find(asked)
        except UnknownError:
            continue
        except NotFoundError as error:  # several are called so, or it is withheld
            reason = reason or error
    raise reason or UnknownError(f"{asked}: {_NOTHING}")


@contextmanager
def released(db: str, text: Texts, withhold: Path | None, *, write: bool = False) -> Iterator[StoreRelease]:
    """What may be given of a database, which is there: the one way in which commands read one, and decide on it."""
    rights = rights_of(db, text, withhold)
    if write:  # which would make one
        open_store(db).close()
    with open_store(db, write=write) as store:
        release = StoreRelease(rights, store)
        yield release
        warn_unmet(release)


def rights_of(db: str, text: Texts, withhold: Path | None) -> Rights:
    """What may be given of a database: by the list given, and by that beside it."""
    place = place_of(db)
    list_beside = place.with_name(FILE_NAME) if place else None
    listed = withhold is not None or (list_beside is not None and list_beside.exists())
    project = names_known(db) if listed else ()
    withheld = withhold_list(withhold, project)
    if list_beside and list_beside.exists():
        withheld |= read_withhold_list(list_beside, project)
    return Rights(text, withheld)


@contextmanager
def shown(db: str, text: Texts, withhold: Path | None) -> Iterator[tuple[StoreRelease, Console]]:
    """The same for what is shown on the screen, where the last line tells how much was withheld."""
    console = display.console()
    with released(db, text, withhold) as store:
        yield store, console
        tell_withheld(console, store)


def withhold_list(given: Path | None, project: Layers = ()) -> WithholdList:
    """What the file given withholds."""
    return read_withhold_list(given, project) if given else NOTHING


def project_of(given: Path | None, db: str | None = None) -> Layers:
    """The user's own lexicons: those of the folder given, else of the one beside the database, if there is one."""
    folder = given or folder_beside(db)
    return read_project(folder) if folder and (given or folder.is_dir()) else ()


def names_known(db: str) -> Layers:
    """The same where only names are looked up in them: `build` has checked the rest."""
    folder = folder_beside(db)
    return (project_layer(folder),) if folder and folder.is_dir() else ()


def holdings_of(store: StoreRelease, outlets: Sequence[str] | None = None, layers: Layers = ()) -> Holdings:
    """What the archive holds of each day: all of it, or some outlets by name."""
    holdings = Holdings(store.day_counts())
    if not outlets:
        return holdings
    stored = store.outlets()
    return holdings.of([outlet_named(name, stored, layers) for name in outlets])


def registry_of(db: str) -> Registry:
    """Who is who by the lexicons, the user's own beside the database included."""
    return Knowledge.of(Sources(names_known(db))).registry


def folder_beside(db: str | None) -> Path | None:
    """The folder of own lexicons that belongs to a database, where that is a file."""
    place = place_of(db) if db else None
    return beside(place) if place else None
