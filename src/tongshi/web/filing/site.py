"""A whole site as files: pages, what they need, the index for searching, and what leads to them from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import quote

from tongshi.query import Not, Word
from tongshi.rights import StoreRelease, Texts
from tongshi.store import FoundArticle
from tongshi.web.addresses import Addresses
from tongshi.web.application import STATIC
from tongshi.web.filing.addresses import Extent, Wanted, views_of
from tongshi.web.filing.crawling import crawled
from tongshi.web.filing.folder import SiteFolder
from tongshi.web.filing.indexing import index_files
from tongshi.web.filing.views import filed_page
from tongshi.web.labels import load_labels
from tongshi.web.rendering import render
from tongshi.web.rooms import VIEWS
from tongshi.web.settings import SiteSettings
from tongshi.web.words import LANGUAGES, NAMES, Language

#: Files that are written before it is noted that they are the site's: so many a killed run can leave unnoted.
_NOTED_TOGETHER = 500

#: Addresses in a map of the site, as sitemaps.org allows.
_MAPPED_TOGETHER = 50_000

#: Every article answers to this: it asks for none that has a sign which no text has.
EVERY = Not(Word("\ufffe\ufffe"))

_INDEX = "search"
_MAP = '<?xml version="1.0" encoding="UTF-8"?>\n<{of} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</{of}>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingSettings:
    """How a site is filed; `base` is the address at which the folder will be found, without a slash at its end."""

    site: SiteSettings
    languages: tuple[Language, ...] = LANGUAGES
    base: str = ""
    jobs: int = 1


@dataclass(slots=True)
class Done:
    """What is written so far."""

    files: dict[str, str] = field(default_factory=dict)  # with digests
    pages: int = 0
    size: int = 0  # bytes
    ahead: int = 0  # pages to be made, as far as that is known
    removed: int = 0

    def note(self, file: str, digest: str, size: int) -> None:
        """A file, written."""
        self.files[file] = digest
        self.size += size


def write_site(
    out: Path, settings: FilingSettings, release: StoreRelease, progress: Callable[[Done], None] = lambda _: None
) -> Done:
    """Write the pages of a store into a folder; whatever was written before and is no longer of it goes at the end.

    Raises StoreError, and TongshiError where the folder is another's or cannot be written into. Whatever interrupts it,
    the files that are there are whole, and the next run goes on in the same folder.
    """
    folder, done = SiteFolder(out), Done()
    noted = dict(folder.before)
    folder.keep(noted)
    try:
        for name, content in _at_once(settings):
            done.note(name, folder.write(name, content), len(content))
        read: list[str] = []
        for page in _pages(out, settings, release, done):
            read.append(page)
            progress(done)
            if len(read) % _NOTED_TOGETHER == 0:
                folder.keep({**noted, **done.files})
        for name, content in (*_index(settings, release), *_maps(settings, sorted(set(read)))):
            done.note(name, folder.write(name, content), len(content))
            progress(done)
    except BaseException:
        folder.tidy()
        folder.keep({**noted, **done.files})
        raise
    done.removed = folder.remove({file: digest for file, digest in noted.items() if file not in done.files})
    folder.keep(done.files)
    return done


# --- pages


def _pages(out: Path, settings: FilingSettings, release: StoreRelease, done: Done) -> Iterator[str]:
    """Write all pages; the file of each that is one to be read."""
    extent = _extent(settings, release)

    def ahead(number: int) -> None:
        done.ahead = number

    for made in crawled(_first(extent, release), (settings.site, extent, out), settings.jobs, ahead):
        done.pages += made.wanted.file not in done.files
        done.note(made.wanted.file, made.digest, made.size)
        if made.is_page:
            yield made.wanted.file


def _extent(settings: FilingSettings, release: StoreRelease) -> Extent:
    told = release.told_contacts()
    return Extent(
        views=views_of({view.path for view in VIEWS}),
        languages=settings.languages,
        base=settings.base,
        comparable=frozenset(each.contact for each in told if len(each.sides) > 1),
        has_search=_has_search(settings),
    )


def _has_search(settings: FilingSettings) -> bool:
    """Where no title may be shown, there is nothing that could be searched for."""
    return settings.site.rights.texts is not Texts.none


def _first(extent: Extent, release: StoreRelease) -> Iterator[Wanted]:
    """Where every way begins: the first pages, and the articles to which a search leads."""
    for language in extent.languages:
        yield Wanted(f"{language}/index.html", language, Addresses().home())
    if extent.has_search and ("articles", 1) in extent.views:
        for post in release.current_posts():
            if page := filed_page("articles", (post,), ()):
                yield from (Wanted(f"{each}/{page.file}", each, page.address) for each in extent.languages)


# --- the search


def _index(settings: FilingSettings, release: StoreRelease) -> Iterator[tuple[str, bytes]]:
    if not _has_search(settings):
        return
    has_pages = ("articles", 1) in views_of({view.path for view in VIEWS})

    def file_of(post: str) -> str:
        page = filed_page("articles", (post,), ()) if has_pages else None
        return page.file if page else ""

    articles: Iterable[FoundArticle] = release.found(EVERY, newest=True)
    labels = load_labels(settings.site.layers)["en"]
    for name, content in index_files(articles, file_of, labels.outlet):
        yield f"{_INDEX}/{name}.js", content.encode("utf-8", "replace")


# --- what is not made by the application


def _at_once(settings: FilingSettings) -> Iterator[tuple[str, bytes]]:
    """The files of the package, and the page that leads to the languages."""
    for place in sorted(STATIC.rglob("*")):
        if place.is_file():
            yield f"static/{place.relative_to(STATIC).as_posix()}", place.read_bytes()
    yield ".nojekyll", b""
    languages = [(each, NAMES[each]) for each in settings.languages]
    yield "index.html", render("filed_languages.html", {"languages": languages, "title": settings.site.title}).encode()


def _maps(settings: FilingSettings, pages: list[str]) -> Iterator[tuple[str, bytes]]:
    """The map of the site, for those who search the web; of a site that is larger than one may be, several."""
    if not settings.base:
        return
    parts = [pages[at : at + _MAPPED_TOGETHER] for at in range(0, len(pages), _MAPPED_TOGETHER)]
    if len(parts) == 1:
        yield "sitemap.xml", _map(settings.base, "urlset", "url", parts[0])
        return
    names = [f"sitemap-{number}.xml" for number, _ in enumerate(parts, 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _map(settings.base, "urlset", "url", part)
    yield "sitemap.xml", _map(settings.base, "sitemapindex", "sitemap", names)


def _map(base: str, of: str, each: str, files: Iterable[str]) -> bytes:
    lines = "".join(f"<{each}><loc>{escape(f'{base}/{quote(file)}')}</loc></{each}>\n" for file in files)
    return _MAP.format(of=of, lines=lines).encode()
