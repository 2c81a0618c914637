"""Archives that mean harm: posts which try to act in whoever's browser shows them; and what a page may hold.

Whatever they try calls `hacked()`, or asks for something at `evil.example`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from tests import toy
from tests.cases import rows
from tongshi.build import build
from tongshi.store import open_store

#: What they try, by the place in a post where it stands.
TRIED: dict[str, list[str]] = rows("hostile")

#: A title, a name, a paragraph and an address that no page is laid out for.
LONG = "長" * 100_000
TITLES = [*TRIED["titles"], LONG, "W" * 3_000, "z̸̢̛̘͉̗̩̼̝͍̪̎̌̈́̃͐͘͝͠" * 200]
NAMES = [*TRIED["names"], "甲" * 5_000]
ADDRESSES = [*TRIED["addresses"], "https://evil.example/" + "a" * 20_000]
BODIES = [
    *TRIED["bodies"],
    "<b>" * 180 + "NEWS" + "</b>" * 180,
    f"<p>{'W' * 5_000}</p><pre>{'長' * 5_000}</pre><p>NEWS</p>",
]

NEWS = (
    "美國總統拜登2021年2月10日與中國國家主席習近平通電話，討論貿易與台灣問題。白宮說，拜登強調<i>「規則」</i>的重要。"
)


def archive(folder: Path) -> Path:
    """Posts as found on the web, with a report of one call in each."""
    folder.mkdir()
    day = dt.date(2021, 2, 11)
    for number, title in enumerate(TITLES):
        _post(folder / f"title{number}.md", title, f"https://www.cna.com.tw/news/t{number}", f"<p>{NEWS}</p>", day)
    for number, address in enumerate(ADDRESSES):
        _post(folder / f"address{number}.md", f"拜登與習近平通話 {number}", address, f"<p>{NEWS}</p>", day)
    for number, body in enumerate(BODIES):
        html = f"<p>{NEWS}</p>{body.replace('NEWS', NEWS)}"
        _post(folder / f"body{number}.md", f"元首通話 {number}", f"https://www.rfi.fr/tw/{number}", html, day)
    return folder


def toy_archive(folder: Path) -> Path:
    """Posts for the toy coder, which takes every name at its word: people, places, speakers are hostile themselves."""
    folder.mkdir()
    for number, name in enumerate(NAMES):
        lines = (
            f"@meeting held main 2021-02-{number + 1:02} who={name}:US,習近平:CN topics=trade,taiwan place={name}:CN",
            f"@readout 0 US {name} trade,taiwan",
            f"@said {name} US stress {name} office={name} verb={name} via={name} topics=trade engagement=0 side=US",
            f"@quote {name} US 「{name}」",
        )
        title = TITLES[number].replace("\n", " ").replace("]", "］")
        (folder / f"p{number}.md").write_text(toy.post(title, "\n".join(lines), captions=(name,)), encoding="utf-8")
    return folder


def _post(path: Path, title: str, address: str, body: str, day: dt.date) -> None:
    head = {"layout": "post", "title": title, "date": f"{day}T08:00:00+08:00", "url": address, "author": title[:500]}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    path.write_text("\n".join(["---", *lines, f"tags: [{json.dumps(title[:500])}]", "---", "", body]), encoding="utf-8")


def hostile_store(folder: Path, kind: str) -> Path:
    """A store of them: `found` by the pipeline, `named` by the toy coder."""
    made = folder / f"{kind}.db"
    with open_store(made, write=True) as store:
        if kind == "found":
            build([archive(folder / kind)], store, jobs=1)
        else:
            build([toy_archive(folder / kind)], store, jobs=1, coder="tests.toy:Toy")
    return made


# --- what a page may hold

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

_FORBIDDEN = frozenset({"style", "iframe", "object", "embed", "base", "frame", "applet", "portal", "foreignobject"})
_LOADING = frozenset(
    {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest", "icon"}
)
_LINKING = frozenset({"href", "xlink:href", "cite"})


@dataclass
class Held(HTMLParser):
    """Reads a page: where it links to, and what is wrong in it."""

    page: str
    wrong: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    _inside: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        self._inside = tag if tag in {"script", "style"} else ""
        if tag in _FORBIDDEN or (tag == "meta" and "http-equiv" in told):
            self._say(tag, told)
        if tag == "script" and not told.get("src", "").startswith("/static/"):
            self._say("script of another place", told)
        for key, value in told.items():
            if key.startswith("on") or key in {"style", "srcdoc"}:
                self._say(f"{tag} {key}", told)
            if key in _LOADING and not _is_own(value):
                self._say(f"{tag} loads {key}", told)
            if key in _LINKING:
                self._link(tag, key, value, told)

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        if self._inside and data.strip():
            self.wrong.append(f"words in {self._inside}: {data[:80]!r}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def _link(self, tag: str, key: str, value: str, told: dict[str, str]) -> None:
        if _is_own(value):
            if tag in {"a", "link"}:
                self.links.append(urldefrag(urljoin(self.page, value))[0])
            return
        rel = told.get("rel", "").split()
        out = tag == "a" and key == "href" and value.lower().startswith(("http://", "https://"))
        if not out or not {"noopener", "noreferrer"} <= set(rel):
            self._say(f"{tag} {key}", told)

    def _say(self, what: str, told: dict[str, str]) -> None:
        self.wrong.append(f"{what}: {str(told)[:200]}")


def _is_own(address: str) -> bool:
    """Whether it leads into the site, as a browser reads it."""
    read = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33))))).replace("\\", "/")
    try:
        parts = urlsplit(urljoin("http://site.example/page", read))
    except ValueError:
        return False
    return parts.scheme == "http" and parts.netloc == "site.example"


def held(page: str, text: str) -> Held:
    """What a page holds."""
    found = Held(page)
    found.feed(text)
    found.close()
    if unfit := _UNFIT.search(text):
        found.wrong.append(f"a character that no page may hold: {unfit[0]!r}")
    return found


def kind_of(address: str) -> tuple[str, ...]:
    """Pages that are made alike: the room and the names of what is asked, not their values."""
    parts = urlsplit(address)
    steps = parts.path.strip("/").split("/")
    asked = {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return (steps[0], str(len(steps)), *(sorted(asked) if len(asked) <= 2 else ["more"]))


def in_turn(found: list[str], seen: dict[tuple[str, ...], int], most: int) -> list[str]:
    """Of addresses those of whose kind not yet so many were seen; counts them."""
    chosen = []
    for address in found:
        if seen.get(kind_of(address), 0) < most:
            seen[kind_of(address)] = seen.get(kind_of(address), 0) + 1
            chosen.append(address)
    return chosen
