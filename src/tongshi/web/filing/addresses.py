"""Addresses of files: every link leads from the page that is written to another file, or nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin

from tongshi.web.addresses import Addresses, Query
from tongshi.web.filing.views import FiledPage, filed_page, is_shared
from tongshi.web.guard.headers import CONTENT_SECURITY_POLICY
from tongshi.web.words import LANGUAGES, Language

#: The languages in which what is shared is made.
SHARED_LANGUAGE: Language = "en"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file, by its place in the folder of the site, and what the application is asked for it."""

    file: str
    language: Language
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What of a site is filed, and where it will be found."""

    views: Set[tuple[str, int]]  # those there are: the first name, and how many follow
    languages: tuple[Language, ...] = LANGUAGES
    base: str = ""  # the address of the folder; empty: not known
    comparable: Set[str] = frozenset()  # contacts of which there is something to compare
    has_search: bool = True


@dataclass(frozen=True, slots=True)
class FiledAddresses(Addresses):
    """Addresses as a page knows them that is a file.

    Whatever they lead to is noted in `wanted`; `missing` are files of which it is known that they cannot be.
    """

    page: Wanted = Wanted("index.html", "en", "/")
    extent: Extent = Extent(views=frozenset())
    missing: Set[str] = frozenset()
    wanted: dict[str, Wanted] = field(default_factory=dict)

    def view(self, name: str, *parts: str, query: Query = (), anchor: str = "") -> str:
        """The file of a view; empty where it has none."""
        named = tuple(filter(None, parts))
        if (name, len(named)) not in self.extent.views or not self._is_there(name, named):
            return ""
        found = filed_page(name, named, query)
        if found is None:
            return ""
        at = f"#{quote(anchor)}" if anchor and found.is_exact else ""
        there = self._to(self._wanted(found, is_shared=is_shared(name, named)))
        return f"{there}{at}" if there else ""

    def _is_there(self, name: str, parts: tuple[str, ...]) -> bool:
        if name == "search":
            return self.extent.has_search
        return name != "compare" or not parts or parts[0] in self.extent.comparable

    def _wanted(self, found: FiledPage, *, is_shared: bool) -> Wanted:
        if is_shared:
            return Wanted(found.file, SHARED_LANGUAGE, found.address)
        language = self.page.language
        return Wanted(f"{language}/{found.file}", language, found.address)

    def _to(self, wanted: Wanted) -> str:
        self.wanted[wanted.file] = wanted
        return "" if wanted.file in self.missing else self._from_here(wanted.file)

    def _from_here(self, file: str) -> str:
        return f"{'../' * self.page.file.count('/')}{quote(file)}"

    def api(self, *parts: str, query: Query = ()) -> str:
        """Nothing answers to programs."""
        return ""

    def in_language(self, language: str, path: str, query: Query = ()) -> str:
        """The same page in the folder of another language."""
        for each in self.extent.languages:
            if each == language:
                rest = self.page.file.partition("/")[2]
                return self._to(Wanted(f"{each}/{rest}", each, self.page.address))
        return ""

    def static(self, name: str) -> str:
        """A file of the package."""
        return self._from_here(f"static/{name}")

    def index(self) -> str:
        """The folder in which the index of the search is."""
        return self._from_here("search/")

    def whole(self, address: str, site: str) -> str:
        """An address with that of the site before it, where it is known."""
        return urljoin(f"{self.extent.base}/{quote(self.page.file)}", address) if self.extent.base else address

    @property
    def canonical(self) -> str:
        """Where this page will be found, if that is known."""
        return f"{self.extent.base}/{quote(self.page.file)}" if self.extent.base else ""

    @property
    def policy(self) -> str:
        """What a server would have told the browser; who may frame a page can only be said by one."""
        told = CONTENT_SECURITY_POLICY.split("; ")
        return "; ".join(each for each in told if not each.startswith("frame-ancestors"))


def views_of(paths: Mapping[str, object] | Set[str]) -> frozenset[tuple[str, int]]:
    """The views that have these paths: `/contacts/{id}` is of `contacts`, with one name behind it."""
    split = (path.strip("/").split("/") for path in paths)
    return frozenset((names[0], len(names) - 1) for names in split)
