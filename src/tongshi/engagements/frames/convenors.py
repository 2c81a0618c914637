"""The body whose session it is: by the session's name, by what stands before it, or by those who sit there."""

from __future__ import annotations

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.members import decides_there
from tongshi.engagements.scene import Group, Scene


def whose(scene: Scene, hit: CueHit, word: str) -> tuple[str, ...]:
    """The organisation whose session it is: in its name, 欧盟峰会, or as the subject, 欧盟各国领袖19日召开紧急峰会."""
    named = next(((code,) for name, code in hit.cue.organisations if name == word), ())
    if named:
        return named
    for site in reversed(scene.sites):  # IMF为[G20]峰会提供的报告: the nearest
        near = site.start <= hit.end and (
            hit.start - 6 <= site.end or scene.grammar.session_of.fullmatch(scene.between(site.end, hit.start))
        )
        if near and scene.is_organisation(site.polity):
            return (site.polity,)
    nearest = next((g[-1] for g in scene.left_of(hit.start) if _can_sit(scene, g)), None)
    sits = word.endswith(("峰会", "会议"))
    called = scene.grammar.called.search(scene.folded, scene.start, hit.start) if sits else None
    if sits and (body := _named_right_before(scene, hit)):
        return (body,)
    if called:
        return (f"X:{called[1].strip()}",)  # 在“三海倡议”峰会上
    if nearest is None or nearest.polity is None or not scene.is_organisation(nearest.polity):
        return decides_there(scene, hit, word)
    said = scene.between(nearest.end, hit.start)
    convened = scene.grammar.convenes.search(said) is not None
    return (nearest.polity,) if convened and len(said) <= _SUBJECT_REACH and "," not in said else ()


def _named_right_before(scene: Scene, hit: CueHit) -> str:
    """The body whose session's name stands right before the word: “四方同盟”[外长会议]."""
    said = scene.between(max(scene.start, hit.start - _NAME_REACH), hit.start)
    goes_on = scene.grammar.name_goes_on.search(said)
    name = said[: goes_on.start()] if goes_on is not None else said
    return next((code for word, code in hit.cue.organisations if name.endswith(word)), "")


#: Characters of such a name with what stands between it and the word.
_NAME_REACH = 36


def _can_sit(scene: Scene, group: Group) -> bool:
    """Whether a group can be those who sit, not where they do: 金砖国家2009年在[俄罗斯]举行峰会."""
    here = scene.grammar.located.search(scene.folded, scene.start, group[0].start)
    spoken_of = scene.grammar.subject_matter.search(scene.folded, scene.start, group[0].start)  # 就某国局势举行峰会
    return group[-1].kind in {"polity", "office"} and not ((here or spoken_of) and group[0].kind == "polity")


#: Characters within which a body that convenes a session stands before its word.
_SUBJECT_REACH = 40
