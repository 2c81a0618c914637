"""The address of every view. Pages name views, never addresses, so that the same pages can be served and filed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from tongshi.hypertext import fit
from tongshi.offsets import Span

#: Of a query: names with their values, in order; a name can come again.
Query = Sequence[tuple[str, str]]

#: Characters of path and query that a page can have; the guard takes some more.
LONGEST = 7_500


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses as a server knows them, below `prefix`; `language` is told in each where it was chosen by address."""

    prefix: str = ""
    language: str = ""

    def view(self, name: str, *parts: str, query: Query = (), anchor: str = "") -> str:
        """`/contacts/c1a2?…#…`: the view `name` of what its parts name; empty parts and values are left out.

        Empty where the guard would not let it in: of a name of thousands of characters, or with control characters.
        """
        path = "/".join(quote(part, safe=":@,") for part in (name, *parts) if part)
        asked = urlencode([(key, value) for key, value in (*query, ("lang", self.language)) if value])
        if len(path) + len(asked) > LONGEST or not all(map(str.isprintable, parts)):
            return ""
        return f"{self.prefix}/{path}{f'?{asked}' if asked else ''}{f'#{quote(anchor)}' if anchor else ''}"

    def home(self) -> str:
        """The first page."""
        return self.view("")

    def contacts(self, query: Query = (), **filters: str) -> str:
        """The contacts that are like that."""
        return self.view("contacts", query=(*query, *filters.items()))

    def contact(self, id_: str, query: Query = (), anchor: str = "") -> str:
        """A contact."""
        return self.view("contacts", id_, query=query, anchor=anchor)

    def versions(self, id_: str) -> str:
        """What a contact was earlier."""
        return self.view("contacts", id_, "versions")

    def comparisons(self, query: Query = ()) -> str:
        """The contacts of which several sides give an account."""
        return self.view("compare", query=query)

    def citation(self, id_: str, form: str) -> str:
        """How a contact is cited, as `txt` or as `json` (CSL)."""
        return self.view("contacts", id_, f"citation.{form}")

    def compare(self, id_: str, query: Query = (), anchor: str = "") -> str:
        """The sides of a contact side by side."""
        return self.view("compare", id_, query=query, anchor=anchor)

    def timeline(self, query: Query = (), **filters: str) -> str:
        """Contacts in time."""
        return self.view("timeline", query=(*query, *filters.items()))

    def calendar(self, query: Query = (), **filters: str) -> str:
        """Contacts by day."""
        return self.view("calendar", query=(*query, *filters.items()))

    def network(self, query: Query = (), **filters: str) -> str:
        """Who met whom."""
        return self.view("network", query=(*query, *filters.items()))

    def network_file(self, query: Query = ()) -> str:
        """The same as GraphML."""
        return self.view("network.graphml", query=query)

    def places(self, query: Query = (), **filters: str) -> str:
        """Where."""
        return self.view("places", query=(*query, *filters.items()))

    def people(self, query: Query = ()) -> str:
        """All who take part in contacts."""
        return self.view("people", query=query)

    def person(self, id_: str, query: Query = ()) -> str:
        """A person, by the catalogue's value of the facet."""
        return self.view("people", id_, query=query)

    def pairs(self, query: Query = ()) -> str:
        """All pairs of polities."""
        return self.view("pairs", query=query)

    def pair(self, one_other: str, query: Query = ()) -> str:
        """Two polities: `CN-US`."""
        return self.view("pairs", one_other, query=query)

    def polity(self, code: str, query: Query = ()) -> str:
        """A polity: with whom, and by whom."""
        return self.view("polities", code, query=query)

    def topics(self) -> str:
        """All topics."""
        return self.view("topics")

    def topic(self, code: str, query: Query = ()) -> str:
        """A topic."""
        return self.view("topics", code, query=query)

    def phrases(self) -> str:
        """All set phrases."""
        return self.view("phrases")

    def phrase(self, id_: str, query: Query = ()) -> str:
        """A set phrase."""
        return self.view("phrases", id_, query=query)

    def article(self, post: str, query: Query = (), anchor: str = "") -> str:
        """An article, by the id of its post."""
        return self.view("articles", post, query=query, anchor=anchor)

    def place(self, post: str, span: Span) -> str:
        """A record of an article where it stands; `span` as in the store, in the post's own part of its file."""
        return self.article(post, anchor=f"at-{span.start}")

    def words(self, post: str, span: Span) -> str:
        """Whatever words of an article where they stand in it, which are marked there."""
        return self.article(post, (("at", f"{span.start}-{span.end}"),), f"at-{span.start}")

    def coverage(self, query: Query = ()) -> str:
        """What the archive holds."""
        return self.view("coverage", query=query)

    def search(self, query: Query = (), **filters: str) -> str:
        """Articles by words."""
        return self.view("search", query=(*query, *filters.items()))

    def review(self, *parts: str, query: Query = ()) -> str:
        """What waits for a person; the ledger."""
        return self.view("review", *parts, query=query)

    def feed(self, form: str, query: Query = (), **filters: str) -> str:
        """The contacts that are like that as `atom` or `ics`."""
        return self.view(f"contacts.{form}", query=(*query, *filters.items()))

    def download(self, form: str, query: Query = (), of: str = "contacts") -> str:
        """The same as `csv` or `jsonl`, or their `sources`."""
        return self.view(f"{of}.{form}", query=query)

    def api(self, *parts: str, query: Query = ()) -> str:
        """The same for programs."""
        return f"{self.prefix}/api/v1/{'/'.join(quote(part, safe='') for part in parts)}"

    def about(self) -> str:
        """What the site is, and what it was made from."""
        return self.view("about")

    def login(self) -> str:
        """Where one logs in."""
        return self.view("login")

    def logout(self) -> str:
        """What logs out; it is sent to."""
        return self.view("logout")

    def account(self, *parts: str, query: Query = ()) -> str:
        """Who is logged in."""
        return self.view("account", *parts, query=query)

    def rooms(self) -> tuple[tuple[str, str], ...]:
        """What the navigation leads to, by name."""
        return (
            ("home", self.home()),
            ("contacts", self.contacts()),
            ("compare", self.comparisons()),
            ("timeline", self.timeline()),
            ("calendar", self.calendar()),
            ("network", self.network()),
            ("places", self.places()),
            ("people", self.people()),
            ("pairs", self.pairs()),
            ("topics", self.topics()),
            ("phrases", self.phrases()),
            ("search", self.search()),
            ("review", self.review()),
            ("coverage", self.coverage()),
            ("about", self.about()),
        )

    def in_language(self, language: str, path: str, query: Query = ()) -> str:
        """What chooses a language, and leads back."""
        here = f"{path}?{urlencode(query)}" if query else path
        return f"{self.prefix}/language/{language}?{urlencode([('next', here)])}"

    def static(self, name: str) -> str:
        """A file of the package."""
        return f"{self.prefix}/static/{quote(name)}"

    def whole(self, address: str, site: str) -> str:
        """An address of this site, which is called `site` (`https://…`), as others can ask for it."""
        return f"{site}{address}"

    @property
    def canonical(self) -> str:
        """Where a page is to be looked for, if that is another place than here."""
        return ""

    @property
    def policy(self) -> str:
        """The Content-Security-Policy of a page that no server can give one."""
        return ""


def without(query: Iterable[tuple[str, str]], *names: str) -> tuple[tuple[str, str], ...]:
    """A query without some names."""
    return tuple((key, value) for key, value in query if key not in names)


def external(address: str) -> str:
    """An address of the web as it may stand in a link; empty where it is another kind of address, or none at all."""
    given = address.strip()
    try:
        parts = urlsplit(given)
    except ValueError:  # a host in brackets that is none
        return ""
    return given if parts.scheme in {"http", "https"} and parts.netloc and fit(given) == given else ""
