"""How exactly the body of a page is found: our general rule beside three peers, on the same pages in one run.

    python scripts/bodies.py PAGES [--posts FOLDER] [--number N] [--each]

PAGES is a folder of `NAME.html` and `NAME.txt`, the page and its article's text. The figure is the F1 of character
4-grams (white space left out), the mean over the pages, with milliseconds a page. With `--posts` also archived posts of
outlets, each wrapped in nothing: the text that its outlet's rules give is what general rule and peers are measured by.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import tongshi
from tongshi.clean import clean
from tongshi.pipeline import Knowledge
from tongshi.readers import posts
from tongshi.readers.encoding import decode

Finder = Callable[[str], str]
Pairs = Sequence[tuple[str, str, str]]  # name, page, text


def grams(text: str) -> Counter[str]:
    squeezed = "".join(text.split())
    return Counter(squeezed[at : at + 4] for at in range(max(1, len(squeezed) - 3)))


def f1(found: str, wanted: str) -> float:
    ours, theirs = grams(found), grams(wanted)
    shared = sum((ours & theirs).values())
    return 2 * shared / (sum(ours.values()) + sum(theirs.values()))


def general(page: str) -> str:
    """Our body: read and cleaned as a page of an outlet never seen."""
    found = next(iter(posts("page.html", page.encode("utf-8", "replace"))))
    if not isinstance(found, tongshi.Post):
        return ""
    return clean(replace(found, url=""), Knowledge.shipped().outlets).body.text


def peers() -> dict[str, Finder]:
    try:
        import justext
        import lxml.html
        import trafilatura
        from readability import Document
    except ImportError:
        print("peers not installed: pip install -r requirements-bench.lock")
        return {}

    def by_readability(page: str) -> str:
        return str(lxml.html.fromstring(Document(page).summary()).text_content())

    def by_justext(page: str) -> str:
        # it knows no Chinese stop words, and a Chinese line has a third of the characters of an English one
        found = justext.justext(
            page.encode(),
            frozenset(),
            encoding="utf-8",
            length_low=25,
            length_high=70,
            stopwords_low=0,
            stopwords_high=0,
        )
        return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)

    return {
        "trafilatura": lambda page: trafilatura.extract(page, include_comments=False) or "",
        "readability-lxml": by_readability,
        "jusText": by_justext,
    }


def score(pairs: Pairs, finders: dict[str, Finder], *, each: bool) -> None:
    table: dict[str, list[float]] = {}
    for name, finder in finders.items():
        begun = time.perf_counter()
        found = [_sure(finder, page) for _, page, _ in pairs]
        spent = 1000 * (time.perf_counter() - begun) / max(1, len(pairs))
        table[name] = [f1(text, wanted) for text, (_, _, wanted) in zip(found, pairs, strict=True)]
        print(
            f"{name:20}{sum(table[name]) / max(1, len(pairs)):8.4f}  least {min(table[name]):6.3f}{spent:10.2f} ms/page"
        )
    if each:
        for number, (name, _, _) in enumerate(pairs):
            print(f"  {name:20}" + "".join(f"{table[finder][number]:8.3f}" for finder in finders))


def _sure(finder: Finder, page: str) -> str:
    try:
        return finder(page)
    except Exception as error:  # a peer that fails on a page has found nothing there
        print(f"  failed: {type(error).__name__}")
        return ""


def pages(folder: Path) -> Pairs:
    return [
        (page.stem, decode(page.read_bytes()), page.with_suffix(".txt").read_text("utf-8"))
        for page in sorted(folder.glob("*.html"))
        if page.with_suffix(".txt").exists()
    ]


def archived(folder: Path, number: int) -> Pairs:
    """Posts of outlets that have rules of their own: the HTML as archived, and the text by these rules."""
    outlets = Knowledge.shipped().outlets
    found: list[tuple[str, str, str]] = []
    for post in _html_posts(tongshi.read(folder)):
        outlet = outlets.of(post.url)
        if outlet.zone is not None:
            article = clean(post, outlets)
            if len(article.body) >= 100:
                found.append((post.id, post.text[slice(*post.body)], article.body.text))
    return random.Random(20261128).sample(found, min(number, len(found)))


def _html_posts(items: Iterable[tongshi.Post | tongshi.Reject]) -> Iterable[tongshi.Post]:
    return (item for item in items if isinstance(item, tongshi.Post) and item.form in ("feed", "page"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--posts", type=Path, help="archived posts of outlets, their rule switched off")
    parser.add_argument("--number", type=int, default=300, help="so many of the posts")
    parser.add_argument("--each", action="store_true", help="also each page")
    options = parser.parse_args()
    Knowledge.shipped()
    others = peers()
    pairs = pages(options.pages)
    print(
        f"{len(pairs)} pages of {options.pages.name}, {sum(len(page) for _, page, _ in pairs) / 1e6:.1f} M characters"
    )
    score(pairs, {"tongshi": general, **others}, each=options.each)
    if options.posts:
        pairs = archived(options.posts, options.number)
        print(f"{len(pairs)} posts of {options.posts.name}, their outlet's rule switched off")
        score(pairs, {"tongshi": fragment, **others}, each=options.each)


def fragment(body: str) -> str:
    """Our body of what an outlet's mirror kept of a page, by the general rule."""
    return general(f"<!doctype html><html><body>{body}</body></html>")


if __name__ == "__main__":
    main()
