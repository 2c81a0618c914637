"""The withhold list: people, posts, addresses, outlets and hosts that no output may tell of.

people: [wang-xiaoming, 王小明]        # id of the registry, or a name in either script
posts: [article_47312, p7165d008bdd04212]
addresses: ["https://www.example.org/news/1"]
outlets: [cna]
hosts: [example.org]                   # with all hosts below it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import unquote

import yaml

from tongshi.addresses.syntax import domains, host_as_written
from tongshi.clean import load_outlets
from tongshi.errors import WithholdError
from tongshi.identity import canonical_address
from tongshi.language import fold
from tongshi.lexicon import Layers
from tongshi.registry.entries import load_offices, load_people

#: Looked for beside a database.
FILE_NAME = "withhold.yml"

#: A list is written by hand; YAML nested without end must not reach its parser.
MAX_BYTES = 4 * 1024 * 1024

_ID = re.compile(r"[a-z]+(?:-[a-z]+)+")


@dataclass(frozen=True, slots=True)
class WithholdList:
    """What is withheld. `people` are ids of the registry and folded names, `names` what texts call these people."""

    people: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()  # canonical
    outlets: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def __or__(self, other: WithholdList) -> WithholdList:
        return WithholdList(*(getattr(self, field.name) | getattr(other, field.name) for field in fields(self)))

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
        return any(name in folded for name in self.names)

    def post(self, names: Iterable[str], addresses: Iterable[str], outlet: str = "") -> bool:
        """Whether a post is withheld, given what it is called (id, file name, path), its addresses and outlet."""
        return outlet in self.outlets or not self.posts.isdisjoint(names) or any(map(self._address, addresses))

    def _address(self, address: str) -> bool:
        if not address or not (self.addresses or self.hosts):
            return False
        return canonical_address(address) in self.addresses or not self.hosts.isdisjoint(
            domains(host_as_written(address))
        )


NOTHING = WithholdList()


def read_withhold_list(path: Path, layers: Layers = ()) -> WithholdList:
    """Read a list, with the spellings of people that `layers` add; raises WithholdError, with the line if any."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise WithholdError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise WithholdError(f"{path}: not UTF-8") from error
    if len(data) > MAX_BYTES:
        raise WithholdError(f"{path}: larger than {MAX_BYTES:,} bytes")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise WithholdError(f"{path}:{line}: not YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise WithholdError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
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
        people, names = self._people(found.get("people", []))
        return WithholdList(
            people=people,
            names=names,
            posts=frozenset(text for text, _ in found.get("posts", ())),
            addresses=frozenset(canonical_address(text) for text, _ in found.get("addresses", ())),
            outlets=self._outlets(found.get("outlets", [])),
            hosts=frozenset(self._hosts(found.get("hosts", []))),
        )

    def _texts(self, kind: str, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for item in items:
            if not isinstance(item, yaml.ScalarNode) or item.tag == "tag:yaml.org,2002:null" or not item.value.strip():
                raise self._wrong(item, f"{kind}: expected a text")
            yield item.value.strip(), item

    def _people(self, given: list[tuple[str, yaml.Node]]) -> tuple[frozenset[str], frozenset[str]]:
        """Ids and folded names of the people, and what texts call them."""
        if not given:
            return frozenset(), frozenset()
        registry = load_people(load_offices(self._layers), self._layers)
        ids = {person.id for person in registry}
        folded: dict[str, yaml.Node] = {fold(text): node for text, node in given}
        for text, node in folded.items():
            if _ID.fullmatch(text) and text not in ids:
                raise self._wrong(node, f"{text}: no person of that id in the registry")
        people = set(folded)
        names = {text for text in folded if text not in ids}
        names |= {short for text in names if len(short := text.rpartition("·")[2]) > 1}
        for person in registry:
            own = {*person.plain_names, *(name for _, name in person.titled_names), *map(fold, person.latin)}
            if person.id in people or people & own:
                people.add(person.id)
                names |= own
        return frozenset(people), frozenset(names)

    def _outlets(self, given: list[tuple[str, yaml.Node]]) -> frozenset[str]:
        known = {outlet.code for outlet in load_outlets(self._layers).known} if given else set()
        for code, node in given:
            if code not in known and "." not in code:
                raise self._wrong(node, f"{code}: no outlet of that code")
        return frozenset(code for code, _ in given)

    def _hosts(self, given: list[tuple[str, yaml.Node]]) -> Iterator[str]:
        for text, node in given:
            host = host_as_written(text)
            if "." not in host:
                raise self._wrong(node, f"{text}: not a host")
            yield host.removeprefix("www.")

    def _wrong(self, node: yaml.Node, problem: str) -> WithholdError:
        return WithholdError(f"{self._path}:{node.start_mark.line + 1}: {problem}")


_KINDS = ("people", "posts", "addresses", "outlets", "hosts")


def _alike(name: str, names: frozenset[str]) -> bool:
    return name in names or name.rpartition("·")[2] in names
