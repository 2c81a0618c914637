"""Who or what is meant by a name or a code that a user gives."""

from __future__ import annotations

from collections.abc import Collection

from tongshi import lexicon
from tongshi.clean import load_outlets
from tongshi.errors import NotFoundError
from tongshi.language import fold
from tongshi.lexicon import Layers
from tongshi.records import Place
from tongshi.registry.entries import load_offices, load_people, load_polities


def polity_named(name: str, layers: Layers = ()) -> str:
    """The code of a polity given by code or by any of its names; raises NotFoundError."""
    folded = fold(name.strip())
    if name.startswith("X:"):
        return name
    for polity in load_polities(layers):
        names = {polity.code.lower(), polity.en.lower(), *polity.abbreviations}
        names |= {surface for surface, sense in polity.surfaces if sense in {"name", "government"}}
        if folded in names:
            return polity.code
    raise NotFoundError(f"{name}: no polity of that name or code")


def place_named(name: str, layers: Layers = ()) -> Place:
    """The place given by the name of a town that is known, with its polity, or by a polity alone.

    Raises NotFoundError, also where several could be meant.
    """
    town, folded = name.strip(), fold(name.strip())
    of = (polity.code for polity in load_polities(layers) if folded in polity.cities)
    found = {code: Place(city=town, polity=code) for code in of}
    try:
        code = polity_named(name, layers)
    except NotFoundError:
        if not found and folded in load_outlets(layers).datelines.cities:
            return Place(city=town)
    else:
        found.setdefault(code, Place(polity=code))
    if len(found) > 1:
        raise NotFoundError(f"{name}: could be of any of {', '.join(sorted(found))}")
    if not found:
        raise NotFoundError(f"{name}: no town and no polity of that name")
    return next(iter(found.values()))


def outlet_named(name: str, stored: Collection[str], layers: Layers = ()) -> str:
    """The code of an outlet given by its code in whatever case: one of the lexicon, or one `stored`.

    Raises NotFoundError.
    """
    code = name.strip().lower()
    if code in stored or any(code == outlet.code for outlet in load_outlets(layers).known):
        return code
    raise NotFoundError(f"{name}: no outlet of that code")


def topic_named(name: str, layers: Layers = ()) -> str:
    """The code of a topic given by its code or by a word of it, 關稅, or by a part of its words only: 台灣.

    Raises NotFoundError, also where words of several topics hold it.
    """
    entries = lexicon.entries("topics", layers)
    codes = [*(str(entry["code"]) for entry in entries), "other"]
    asked = fold(name.strip())
    if asked in codes:
        return asked
    words = {str(entry["code"]): [fold(word) for word in lexicon.strings(entry, "words")] for entry in entries}
    found = [code for code in words if asked in words[code]]
    if not found and asked:
        found = [code for code in words if any(asked in word for word in words[code])]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(f"{name}: a word of several topics; one of {', '.join(found)}")
    raise NotFoundError(f"{name}: no such topic; one of {', '.join(codes)}")


def people_named(name: str, layers: Layers = ()) -> tuple[str, ...]:
    """What finds a person in the store: the registry's ids of all of that spelling, and the spelling folded."""
    folded = fold(name.strip())
    if not folded:
        raise NotFoundError("no name is given")
    ids = [
        person.id
        for person in load_people(load_offices(layers), layers)
        if folded in person.plain_names
        or folded in {name for _, name in person.titled_names}
        or folded == person.id
        or any(_same_latin(folded, latin) for latin in person.latin)
    ]
    return (*ids, folded)


def _same_latin(folded: str, latin: str) -> bool:
    """`Blinken` and `Antony Blinken` name Antony Blinken."""
    return folded in {latin.lower(), latin.lower().rpartition(" ")[2]}
