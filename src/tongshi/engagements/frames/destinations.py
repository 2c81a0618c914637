"""Where a journey goes: the states and the town before and behind its word."""

from __future__ import annotations

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import venue
from tongshi.engagements.scene import Scene
from tongshi.registry import Site


def destination_right(scene: Scene, hit: CueHit) -> tuple[tuple[str, ...], Site | None, int]:
    """States right after the cue: 访问挪威、意大利和法国; 访台; 抵达日本东京."""
    folded, pos = scene.folded, hit.end
    while pos < scene.end and folded[pos] in "了过到于":
        pos += 1
    among = scene.grammar.among_others.match(folded, pos, scene.end)
    pos = among.end() if among else pos
    kind = scene.grammar.kind_of_state.match(folded, pos, scene.end)
    if kind and _starts_site(scene, kind.end()) and kind.end() >= pos + len(_region_at(scene, pos)):
        pos = kind.end()  # but 中东欧
    if (told := scene.grammar.that_state.match(folded, pos, scene.end)) and (meant := _state_before(scene, hit)):
        return (meant.polity,), meant, told.end()
    hosts: list[str] = []
    first: Site | None = None
    while pos < scene.end:
        site = next((s for s in scene.sites if s.start == pos), None)
        claimed = scene.grammar.claims_it.match(folded, site.end, scene.end) if site is not None else None
        if claimed and _starts_site(scene, claimed.end()):
            pos = claimed.end()  # 访问中国声称拥有主权的台湾
        elif site is not None:
            hosts.append(site.polity)
            if site.town or first is None:
                first = site
            pos = site.end
        elif region := _region_at(scene, pos):
            hosts.append(scene.registry.regions[region])
            pos += len(region)
        elif (
            _state_meant(scene, folded[pos])
            and (hit.cue.fused or hit.cue.short_states)
            and not (hosts and scene.grammar.no_next_state.match(folded, pos))
        ):
            following = folded[pos + 1 : pos + 2]
            if not hit.cue.fused and scene.grammar.no_goal.match(folded, pos):
                break
            if hosts and scene.grammar.day_of_it.match(folded, pos):
                break
            clear = folded[pos] in scene.registry.pairing
            apart = not ("一" <= following <= "鿿" or following.isdigit()) or scene.grammar.after_abbreviation.match(
                folded, pos + 1
            )
            fused = hit.cue.fused and not hit.cue.straight  # 到法院
            if apart or (clear and (fused or following in scene.registry.pairing)):
                hosts.append(_state_meant(scene, folded[pos]))
                pos += 1
            else:
                break
        elif hosts and _goes_on_to(scene, pos, hosts[-1]):
            pos += 1
        elif hosts and folded.startswith("以及", pos) and _starts_site(scene, pos + 2):
            pos += 2
        else:
            break
    return tuple(dict.fromkeys(hosts)), first, pos if hosts else hit.end


def _state_meant(scene: Scene, character: str) -> str:
    """The state that one character means; two share some, of which the text names one: 访澳 where it names 澳门."""
    owner = scene.registry.meant(character, scene.folded)
    other = scene.registry.sharing.get(character)
    return other if other and _is_named(scene, other) and not _is_named(scene, owner) else owner


def _is_named(scene: Scene, code: str) -> bool:
    polity = scene.registry.polities.get(code)
    return polity is not None and any(sense == "name" and name in scene.folded for name, sense in polity.surfaces)


def _state_before(scene: Scene, hit: CueHit) -> Site | None:
    """The state that 该国 means: the last one named before in the sentence, not as part of somebody's title."""
    named = (
        site for site in reversed(scene.sites)
        if site.end <= hit.start and site.sense == "name" and not scene.within_title(site)
        and (polity := scene.registry.polities.get(site.polity)) is not None and polity.kind == "state"
    )  # fmt: skip
    return next(named, None)


def _region_at(scene: Scene, pos: int) -> str:
    """The longest name of a part of the world at `pos`, empty where none is."""
    found = scene.registry.region.match(scene.folded, pos, scene.end)
    return found[0] if found else ""


def destination_left(scene: Scene, hit: CueHit) -> tuple[tuple[str, ...], Site | None]:
    """對台灣的訪問, 到美國訪問, 歐洲之行."""
    found: list[Site] = []
    for site in reversed(scene.sites):
        if site.end > hit.start or scene.within_title(site):
            continue
        gap = scene.between(site.end, hit.start)
        if found:
            gap = scene.between(site.end, found[-1].start)
            if not gap or scene.grammar.joins_goals.fullmatch(gap):
                found.append(site)
                continue
            break
        if len(gap) <= 14 and not any(character in ",。;:!?" for character in gap):
            found.append(site)
        else:
            break
    if found:
        if hit.cue.noun and scene.grammar.located.search(scene.folded, scene.start, found[-1].start):
            named, at = _named_in_short(scene, hit)
            if named and at >= found[0].end:
                return (named,), None  # 在柏林结束了[欧洲]之行
        first_before = scene.between(max(scene.start, found[-1].start - 8), found[-1].start)
        if hit.cue.noun or scene.grammar.goal.search(first_before):
            return tuple(dict.fromkeys(site.polity for site in reversed(found))), found[0]
    named, _ = _named_in_short(scene, hit)
    return ((named,), None) if named else ((), None)


def _named_in_short(scene: Scene, hit: CueHit) -> tuple[str, int]:
    """The part of the world right before a journey, 结束[欧洲]四国, or the state of 访[台], 抵[台]; and where."""
    if region := _region_at(scene, hit.start):
        return scene.registry.regions[region], hit.start  # [亚洲]行
    opens = max(scene.start, hit.start - _BEFORE)
    if named := _region_before(scene, opens, hit.start):
        return named
    bound = scene.grammar.bound_for.search(scene.folded, opens, hit.start)
    state = scene.registry.meant(bound["state"], scene.folded) if bound else ""
    return (state, bound.start()) if bound and state else ("", 0)


#: Characters before a journey's word in which its goal is named in short.
_BEFORE = 12


def _region_before(scene: Scene, start: int, end: int) -> tuple[str, int] | None:
    """The part of the world in `[start, end)` that only its countries or nothing stand behind, and where it does."""
    found = [
        (at, -len(word), code) for word, code in scene.registry.regions.items()
        if (at := scene.folded.rfind(word, start, end)) >= 0
        and scene.grammar.within_region.fullmatch(scene.folded, at + len(word), end)
    ]  # fmt: skip
    if not found:
        return None
    at, _, code = min(found)  # [中南美], not 南美
    return code, at


def stations(scene: Scene, position: int) -> tuple[str, ...]:
    """The states of a tour listed behind its report."""
    listed = scene.grammar.stations.match(scene.folded, position, scene.end)
    if listed is None:
        return ()
    out: list[str] = []
    pos = listed.end()
    for site in scene.sites:
        if site.start >= pos and (
            site.start == pos or (out and scene.between(pos, site.start) in {"、", ",", "和", "与", "及", "以及"})
        ):
            out.append(site.polity)
            pos = site.end
    return tuple(dict.fromkeys(out)) if len(out) >= 2 else ()


def town(scene: Scene, hit: CueHit, site: Site | None, hosts: tuple[str, ...]) -> Site | None:
    """The place visited: as the destination is written, or a town of the host where the sentence says 在."""
    states = [host for host in hosts if not scene.is_organisation(host)]
    if len(states) != 1 or (site is not None and site.town):
        return site if len(states) == 1 else None
    place = venue(scene, hit)
    return place if place is not None and place.town and place.polity == states[0] else site


def _goes_on_to(scene: Scene, pos: int, state: str) -> bool:
    """Whether the character at `pos` joins another goal, 挪威[和]法国, or a town to the state, 俄罗斯[的]索契."""
    if scene.folded[pos] in "、和与及":
        pair = scene.folded[pos + 1 : pos + 3]
        if len(pair) > 1 and all(character in scene.registry.pairing for character in pair):
            return False  # 访韩、[中美]关系
        return _starts_site(scene, pos + 1)
    town = any(site.start == pos + 1 and site.town and site.polity == state for site in scene.sites)
    return town and scene.folded[pos] == "的"


def _starts_site(scene: Scene, pos: int) -> bool:
    return any(site.start == pos for site in scene.sites) or scene.folded[pos : pos + 1] in scene.registry.abbreviations
