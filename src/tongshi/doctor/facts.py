"""What is told of one file and its posts: small, so that worker processes can hand it on."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from tongshi import copies, identity
from tongshi.addresses.syntax import host_as_written
from tongshi.clean import clean, load_outlets
from tongshi.doctor.contradictions import contradictions
from tongshi.engagements.cues import load_cues
from tongshi.errors import ReadError
from tongshi.language import fold
from tongshi.readers import FIELDS, ArchiveFile, FrontMatter, encoding_of, front_matter, posts_of, stem
from tongshi.records import Article, Contradiction, Post, Reject
from tongshi.workers import INTERNAL, Chunk, Reader, made

#: Boilerplate is short; a paragraph longer than this that occurs often is a copied article.
LONGEST_PARAGRAPH = 200

#: Shorter ones are headings like 评论, not worth a rule.
SHORTEST_PARAGRAPH = 4


#: Forms whose files can begin with front matter.
_OPEN_WITH_FIELDS = frozenset(("feed", "markdown", "page"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """What is told of one post."""

    id: str
    key: str  # id in a store: copies share it
    address: str  # canonical
    url: str
    path: str
    form: str
    outlet: str
    host: str
    known: bool  # whether an outlet entry knows the host
    month: str  # YYYY-MM of publication; empty: no stamp
    script: str
    characters: int  # of running text
    cues: int  # words that may report a contact
    unread: tuple[str, ...] = ()  # front-matter fields that nothing reads
    wrong: tuple[Contradiction, ...] = ()
    paragraphs: tuple[str, ...] = ()  # short ones, none twice
    bands: tuple[int, ...] = ()  # of its sketch, see tongshi.copies


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is told of one file."""

    path: str
    size: int = 0  # bytes
    encoding: str = ""
    posts: tuple[PostFacts, ...] = ()
    rejects: tuple[Reject, ...] = field(default=())


class Examiner:
    """Examines files; made once in each process."""

    def __init__(self) -> None:
        self._outlets = load_outlets()
        self._known = {outlet.code for outlet in self._outlets.known}
        self._cues = load_cues()
        self._today = dt.datetime.now(dt.UTC).date()

    def prepare(self) -> None:
        """Nothing is left to load."""

    def __call__(self, file: ArchiveFile) -> FileFacts:
        """What is told of a file."""
        told: list[PostFacts] = []
        rejects: list[Reject] = []
        try:
            for item in posts_of(file):
                fact = item if isinstance(item, Reject) else self._post(item)
                if isinstance(fact, Reject):
                    rejects.append(fact)
                else:
                    told.append(fact)
        except Exception as error:  # a mistake in a reader costs one file
            rejects.append(Reject("", file.path, f"{INTERNAL}{type(error).__name__}"))
        return FileFacts(
            path=file.path,
            size=len(file.data),
            encoding=encoding_of(file.data) if told else "",
            posts=tuple(told),
            rejects=tuple(rejects),
        )

    def _post(self, post: Post) -> PostFacts | Reject:
        try:
            article = clean(post, self._outlets)
            own = post.form in _OPEN_WITH_FIELDS and post.id == stem(post.path)
            block = front_matter(post.text) if own else None
            return self._facts(post, article, block)
        except ReadError as error:
            return Reject(post.id, post.path, str(error))
        except Exception as error:  # a mistake in a rule costs one post
            return Reject(post.id, post.path, f"{INTERNAL}{type(error).__name__}")

    def _facts(self, post: Post, article: Article, block: FrontMatter | None) -> PostFacts:
        published = article.published_local
        return PostFacts(
            id=post.id,
            key=identity.post_id(post),
            address=identity.canonical_address(post.url),
            url=post.url,
            path=post.path,
            form=post.form if article.body_rule == "given" else f"{post.form}, body by the {article.body_rule} rule",
            outlet=article.outlet,
            host=host_as_written(post.url),
            known=article.outlet in self._known,
            month=f"{published.year:04}-{published.month:02}" if published else "",
            script=article.script,
            characters=len(article.body),
            cues=sum(1 for _ in self._cues.find(_text(article))),
            unread=tuple(sorted(set(block.fields) - FIELDS)) if block else (),
            wrong=tuple(contradictions(article, block, self._today)),
            paragraphs=tuple(dict.fromkeys(_paragraphs(article))),
            bands=copies.sketch(copies.text_of(article.folded, article.outlet, "")),
        )


def _text(article: Article) -> str:
    return "\n".join((article.folded, *map(fold, article.captions)))


def _paragraphs(article: Article) -> Iterator[str]:
    for start, end in article.paragraphs:
        if SHORTEST_PARAGRAPH <= end - start <= LONGEST_PARAGRAPH:
            yield article.body.text[start:end].strip()


def digest(text: str) -> bytes:
    """Eight bytes that stand for a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


# --- as a task of workers

#: Where a process finds its examiner.
EXAMINER = Reader("tongshi.doctor.facts:Examiner")


def examine_chunk(reader: Reader, chunk: Chunk) -> list[FileFacts]:
    """The facts of each file of a chunk, in order."""
    examiner = made(reader)
    return [
        FileFacts(path=file.path, rejects=(file,)) if isinstance(file, Reject) else examiner(file) for file in chunk
    ]


def killed(file: ArchiveFile | Reject) -> FileFacts:
    """What is told of a file whose process died."""
    return FileFacts(path=file.path, rejects=(Reject("", file.path, f"{INTERNAL}the process that read it died"),))
