"""States side by side, and titles they share: 中美两国, 美中外长, 日本、印度和澳洲外长."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Literal

from tongshi.records import Actor
from tongshi.registry.scan import Hit
from tongshi.registry.whoiswho import Registry

_START = attrgetter("start")
#: What makes 日 behind it a day of the month.
_NUMERALS = frozenset("0123456789一二三四五六七八九十")
#: Characters before it in which that stands, with blanks: 11 [日].
_BLANKS = 3


#: Behind states of one character each, before what belongs to all of them: 美澳印[三国]外长.
_COUNTED = ("三国", "四国", "五国")
#: Between such states, where they are counted behind: 美[、]加两国.
_LISTED = "、"


def pairs(folded: str, registry: Registry, found: list[Actor], hits: Sequence[Hit]) -> list[Actor]:
    """`found` with 中美, 两岸 … read as two actors each; 中美两军, 两岸领导人 is one phrase of both."""
    matches: dict[tuple[int, int], tuple[tuple[str, str], ...]] = {}
    for match in registry.pairs.finditer(folded):
        letters, start = match.group(1), match.start(1)
        if _LISTED in letters:
            codes = tuple(registry.meant(letter, folded) for letter in letters[::2])
            if all(codes) and len(set(codes)) == len(codes) and not _is_of_month(folded, start):
                matches[start, match.end(1)] = tuple((code, "") for code in codes)
            continue
        while len(letters) > 2 and letters[0] not in registry.pairing:
            letters, start = letters[1:], start + 1  # 确[保美中]关系
        if _is_of_month(folded, start):
            letters, start = letters[1:], start + 1  # 11日[中印]
            if len(letters) < 2:
                continue  # 20[日以]视频方式
        codes = tuple(registry.meant(letter, folded) for letter in letters)
        if not all(codes):
            continue  # 美[巴], and nothing tells which state that is
        called_so = folded.endswith(registry.names.no_pairs, 0, match.end(1))  # 行政[立法]关系
        if len(set(codes)) == len(codes) and not called_so and not registry.pairing.isdisjoint(letters):
            matches[start, match.end(1)] = tuple((code, "") for code in codes)
    for word, sides in registry.names.pairs:  # 以哈 is no state of 哈萨克斯坦
        start = folded.find(word)
        while start >= 0:
            end = start + len(word)
            called_so = folded.endswith(registry.names.no_pairs, 0, end)
            if not called_so and not folded.startswith(registry.names.no_pairs_before, end):
                matches[start, end] = sides
            start = folded.find(word, start + 1)
    out = sorted(found, key=_START)
    states = [(hit.start, hit.end) for hit in hits if hit.kind == "polity"] if matches else []
    for (start, end), sides in sorted(matches.items()):
        if any(first < end and start < last for first, last in states):
            continue  # 莫斯科会谈 is a city, not three states
        if any(actor.start < end and start < actor.end for actor in out):
            continue
        # 中美[两国][军方]: what follows at once belongs to both
        close, kept, role = end + 2 if folded.startswith(_COUNTED, end) else end, [], ""
        for actor in out:
            if actor.start == close and actor.name is None:
                close, role = actor.end, actor.role
            else:
                kept.append(actor)
        step = 2 if _LISTED in folded[start:end] else 1
        out = sorted([*kept, *_both(start, close, sides, role, step)], key=_START)
    return out


def _is_of_month(folded: str, position: int) -> bool:
    """Whether a 日 is a day of the month and no state: 11[日]中印外长."""
    return folded[position] == "日" and folded[max(0, position - _BLANKS) : position].rstrip(" ")[-1:] in _NUMERALS


def _both(start: int, end: int, sides: tuple[tuple[str, str], ...], role: str, step: int) -> Iterator[Actor]:
    """One actor for each side of a phrase `[start, end)`, in the role it ends with; the last takes its rest.

    `step`: characters from one side to the next.
    """
    kind: Literal["office", "polity"] = "office" if end - start > len(sides) else "polity"
    for i, (polity, person) in enumerate(sides):
        at = start + i * step
        close = end if i == len(sides) - 1 else at + 1
        yield Actor(start=at, end=close, office=(start, end), polity=polity, person=person, role=role, kind=kind)


def chained(folded: str, registry: Registry, found: list[Actor]) -> list[Actor]:
    """美[中外长] is two ministers: the state in front of a fused title belongs to the title too."""
    out: list[Actor] = []
    end = 0
    for actor in sorted(found, key=_START):
        first = actor.start
        state = registry.meant(folded[first], folded) or None
        fused = actor.kind == "office" and state is not None and state == actor.polity
        while fused and first > end and folded[first - 1] in registry.pairing and not _is_of_month(folded, first - 1):
            if folded.endswith("驻", 0, first - 1):
                break  # 驻[日]美军司令: posted there
            first -= 1
        if first < actor.start:
            office = (first, actor.end)
            for i in range(first, actor.start):
                code = registry.meant(folded[i], folded)
                out.append(actor._replace(start=i, end=i + 1, office=office, polity=code))
            out.append(actor._replace(office=office))
        else:
            out.append(actor)
        end = max(end, actor.end)
    return out


def shared_titles(folded: str, found: list[Actor]) -> list[Actor]:
    """日本、印度和澳洲外长: the title is everybody's."""
    ordered = sorted(found, key=_START)
    for i in range(len(ordered) - 1, 0, -1):
        state, office = ordered[i - 1], ordered[i]
        gap = folded[state.end : office.start]
        if (
            state.kind == "polity"
            and office.kind == "office"
            and office.office
            and gap in {"、", "和", "与", "及", "以及"}
        ):
            title = (office.office[1] - 2, office.office[1])
            if state.end - state.start > 1 and office.role not in {"other", "spokesperson"}:
                ordered[i - 1] = state._replace(kind="office", office=title, role=office.role)
    return ordered


def held_then(folded: str, registry: Registry, found: list[Actor]) -> list[Actor]:
    """时任[县委书记]的某某 is one who held the office then, not two."""
    out: list[Actor] = []
    for actor in sorted(found, key=_START):
        office = out[-1] if out and _describes(out[-1], actor, folded, registry) else None
        if office is None:
            out.append(actor)
            continue
        polity = actor.polity or office.polity
        out[-1] = actor._replace(
            start=office.start, office=office.office, role=office.role, polity=polity, mark="former"
        )
    return out


def _describes(office: Actor, person: Actor, folded: str, registry: Registry) -> bool:
    """Whether an office stands right before a name with 的, and a word before it says that it was held then."""
    two = office.kind == "office" and office.name is None and person.name is not None and person.office is None
    close = two and folded[office.end : person.start] == "的"
    return close and folded.endswith(registry.names.held_then, 0, office.start)
