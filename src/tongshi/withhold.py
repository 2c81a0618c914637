"""The withhold list: people, posts, addresses, outlets and hosts that no output may tell of.

people: [wang-xiaoming, 王小明]        # id of the registry, or a name in either script
posts: [article_47312, p7165d008]       # name, path, or id in the store; its beginning is enough
addresses: ["https://www.example.org/news/1"]
outlets: [cna]
hosts: [example.org]                   # with all hosts below it
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import yaml

from tongshi.addresses.syntax import domains, host_as_written
from tongshi.clean import load_outlets
from tongshi.errors import WithholdError
from tongshi.handwritten import read_yaml
from tongshi.identity import canonical_address
from tongshi.language import fold
from tongshi.lexicon import Layers
from tongshi.registry.entries import Person, load_offices, load_people

#: Looked for beside a database.
FILE_NAME = "withhold.yml"

#: A list is no larger.
MAX_BYTES = 4 * 1024 * 1024

_ID = re.compile(r"[a-z]+(?:-[a-z]+)+")


#: A post's id, and how many characters of its beginning are enough to mean it.
_POST = re.compile(r"p[0-9a-f]{16}")
_ENOUGH = 6

#: Letters of a Latin surname that means somebody by itself: `pompeo` does, `li` and `wang` need the name beside it.
_TELLING = 5


@dataclass(frozen=True, slots=True)
class WithholdList:
    """What is withheld. `people` are ids of the registry and folded names, `names` what texts call these people,
    `surnames` how addresses do.

    `entries` are the parts of a list read from a file: where each stands there and how it is written, and the list
    that it would be alone.
    """

    people: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()  # in Latin script, long enough to mean somebody by themselves
    posts: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()  # canonical
    outlets: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    entries: frozenset[tuple[str, WithholdList]] = frozenset()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def __or__(self, other: WithholdList) -> WithholdList:
        return _union([self, other])

    @property
    def digest(self) -> str:
        """The same for two lists that withhold the same, wherever it stands in their files."""
        told = [sorted(getattr(self, field.name)) for field in fields(self) if field.name != "entries"]
        return hashlib.blake2b(repr(told).encode(), digest_size=8).hexdigest()

    @property
    def names_posts(self) -> bool:
        """Whether whole posts are withheld."""
        return bool(self.posts or self.addresses or self.outlets or self.hosts)

    def person(self, id_: str, *names: str | None) -> bool:
        """Whether a person, known by an id (or none) and as written, is withheld; 布林肯 is also 安東尼·布林肯."""
        if not self.people:
            return False
        return id_ in self.people or any(_alike(fold(name.strip()), self.names) for name in names if name)

    def named_in(self, text: str) -> bool:
        """Whether a text, or an address, names someone who is withheld."""
        if not self.names or not text:
            return False
        folded = fold(unquote(text) if "%" in text else text)
        return any(name in folded for name in self.names) or bool(_slugs(self.names, self.surnames).search(folded))

    def post(self, names: Iterable[str], addresses: Iterable[str], outlet: str = "") -> bool:
        """Whether a post is withheld, given what it is called (id, file name, path), its addresses and outlet."""
        return outlet in self.outlets or any(map(self._called, names)) or any(map(self._address, addresses))

    def _called(self, name: str) -> bool:
        beginnings = (name[:length] for length in range(_ENOUGH, len(name)) if _POST.fullmatch(name))
        return name in self.posts or not self.posts.isdisjoint(beginnings)

    def _address(self, address: str) -> bool:
        if not address or not (self.addresses or self.hosts):
            return False
        return canonical_address(address) in self.addresses or not self.hosts.isdisjoint(
            domains(host_as_written(address))
        )


NOTHING = WithholdList()


def _union(lists: Sequence[WithholdList]) -> WithholdList:
    return WithholdList(*(frozenset().union(*(getattr(e, field.name) for e in lists)) for field in fields(NOTHING)))


def read_withhold_list(path: Path, layers: Layers = ()) -> WithholdList:
    """Read a list, with the spellings of people that `layers` add; raises WithholdError, with the line if any."""
    root = read_yaml(path, WithholdError, MAX_BYTES)
    return _Reader(path, layers).read(root) if root is not None else NOTHING


class _Reader:
    """Makes a list of a YAML document; errors name the file and the line."""

    def __init__(self, path: Path, layers: Layers) -> None:
        self._layers = layers
        self._path = path

    def read(self, root: yaml.Node) -> WithholdList:
        found: dict[str, list[tuple[str, yaml.Node]]] = {}
        if not isinstance(root, yaml.MappingNode):
            raise self._wrong(root, f"expected {', '.join(_KINDS)}, each with a list")
        for key, value in root.value:
            kind = key.value if isinstance(key, yaml.ScalarNode) else ""
            if kind not in _KINDS:
                raise self._wrong(key, f"{kind or 'this'}: not one of {', '.join(_KINDS)}")
            if kind in found:
                raise self._wrong(key, f"{kind}: given twice")
            found[kind] = list(self._texts(kind, value))
        people = load_people(load_offices(self._layers), self._layers) if "people" in found else ()
        names = {person.id: _names(person) for person in people}
        outlets = {outlet.code for outlet in load_outlets(self._layers).known} if "outlets" in found else set()
        withheld: list[WithholdList] = []
        for kind, given in found.items():
            for text, node in given:
                alone = self._entry(kind, text, node, names, outlets)
                place = f"{self._path}:{node.start_mark.line + 1}: {kind}: {text}"
                withheld.append(replace(alone, entries=frozenset([(place, alone)])))
        return _union(withheld)

    def _entry(
        self, kind: str, text: str, node: yaml.Node, names: Mapping[str, set[str]], outlets: Collection[str]
    ) -> WithholdList:
        """The list of one entry; `names` of the people of the registry, by id, and codes of `outlets` known."""
        match kind:
            case "people":
                return self._person(text, node, names)
            case "posts":
                return WithholdList(posts=frozenset([text]))
            case "addresses":
                return WithholdList(addresses=frozenset([canonical_address(text)]))
            case "outlets":
                if text not in outlets and "." not in text:
                    raise self._wrong(node, f"{text}: no outlet of that code")
                return WithholdList(outlets=frozenset([text]))
        host = host_as_written(text)
        if "." not in host:
            raise self._wrong(node, f"{text}: not a host")
        return WithholdList(hosts=frozenset([host.removeprefix("www.")]))

    def _texts(self, kind: str, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for item in items:
            if not isinstance(item, yaml.ScalarNode) or item.tag == "tag:yaml.org,2002:null" or not item.value.strip():
                raise self._wrong(item, f"{kind}: expected a text")
            yield item.value.strip(), item

    def _person(self, text: str, node: yaml.Node, known: Mapping[str, set[str]]) -> WithholdList:
        """Ids and folded names of everybody meant, and what texts call them."""
        folded = fold(text)
        people, names = {folded}, set[str]()
        if folded not in known:
            if _ID.fullmatch(folded):
                raise self._wrong(node, f"{folded}: no person of that id in the registry")
            names |= {folded, *([short] if len(short := folded.rpartition("·")[2]) > 1 else [])}
        for id_, own in known.items():
            if id_ == folded or folded in own:
                people.add(id_)
                names |= own
        surnames = {surname for each in people if len(surname := each.partition("-")[0]) >= _TELLING and "-" in each}
        return WithholdList(people=frozenset(people), names=frozenset(names), surnames=frozenset(surnames))

    def _wrong(self, node: yaml.Node, problem: str) -> WithholdError:
        return WithholdError(f"{self._path}:{node.start_mark.line + 1}: {problem}")


_KINDS = ("people", "posts", "addresses", "outlets", "hosts")


def _names(person: Person) -> set[str]:
    return {*person.plain_names, *(name for _, name in person.titled_names), *map(fold, person.latin)}


@cache
def _slugs(names: frozenset[str], surnames: frozenset[str]) -> re.Pattern[str]:
    """Latin names as addresses write them: `us-pompeo-asia`, `wang-yi-visits`; nothing where there are none."""
    whole = (re.findall(r"[a-z]+", name.lower()) for name in names if name.isascii())
    found = sorted({*surnames, *("[^a-z]".join(words) for words in whole if len(words) > 1)})
    return re.compile(rf"(?<![a-z])(?:{'|'.join(found)})(?![a-z])" if found else r"(?!)", re.IGNORECASE)


def _alike(name: str, names: frozenset[str]) -> bool:
    return name in names or name.rpartition("·")[2] in names
