"""From all that an article tells of one contact to the engagement on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tongshi.engagements.contacts import Contact, Mention
from tongshi.engagements.dating import UNKNOWN
from tongshi.engagements.grammar import Grammar
from tongshi.engagements.people import SINGLE, People
from tongshi.engagements.places import place_of
from tongshi.engagements.ranges import day_range, long_apart
from tongshi.engagements.salience import Headline
from tongshi.engagements.scene import states_of
from tongshi.engagements.sightings import Dismissed
from tongshi.engagements.titles import is_titled
from tongshi.offsets import SourceText, Span
from tongshi.records import Actor, Article, Engagement, Participant, Salience, Status, When
from tongshi.registry import Registry, Site
from tongshi.times import TimeMention


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all contacts of an article: its text, its people, its headline and the day of its news."""

    article: Article
    text: SourceText
    folded: str
    people: People
    headline: Headline
    news_day: TimeMention | None
    registry: Registry
    grammar: Grammar

    @property
    def day(self) -> dt.date | None:
        """The day of the article."""
        return self.article.day


def record(contact: Contact, party: Sequence[Actor], salience: Salience, setting: Setting) -> Engagement:
    """The engagement that the mentions of one contact add up to, each field with its spans; without its topics.

    `party` are those who take part by its fullest mention, and those said elsewhere to be there.
    """
    text, best = setting.text, contact.best
    status, when, date_span = _status_and_date(contact, salience, setting)
    actors = setting.people.once(_party(contact, party, setting.people))
    of_office = best.type == "appointment"
    of_old = when.start is not None and setting.day is not None and (setting.day - when.start).days > _A_TERM_BEGINS
    participants = tuple(_participant(actor, setting, of_office=of_office, of_old=of_old) for actor in actors)
    exact = any(m.draft.hosts and not m.draft.region for m in contact.mentions)
    telling = [m for m in (best, *contact.mentions) if not (exact and m.draft.region)]  # 欧洲之行: by its stations
    hosts = tuple(dict.fromkeys(host for m in telling for host in m.draft.hosts))
    place, site = place_of(contact, hosts, text, setting.registry)
    spans = _spans(contact, site, participants, setting)
    if date_span is not None:
        spans["date"] = (date_span,)
    return Engagement(
        type=best.type,
        status=status,
        salience=salience,
        participants=participants,
        polities=tuple(dict.fromkeys((*(polity for m in telling for polity in m.polities), *_seated(contact, party)))),
        when=when,
        place=place,
        trigger=text.text[slice(*best.draft.trigger)],
        evidence=text.text[slice(*best.sentence)],
        spans=spans,
        rule=best.draft.rule,
    )


def _seated(contact: Contact, party: Sequence[Actor]) -> tuple[str, ...]:
    """The polities of those who attend a sitting of many."""
    return states_of([actor for actor in party if actor.name]) if contact.best.of_many else ()


def _status_and_date(contact: Contact, salience: Salience, setting: Setting) -> tuple[Status, When, Span | None]:
    """Whether and when, and where the date stands; a main contact told undated is of the day of the news."""
    text, day = setting.text, setting.day
    status = contact.status_on(day).status.status
    called_off = setting.headline.called_off(contact, setting.people, setting.folded, day)
    if called_off is not None and status in {"held", "planned"}:
        status = called_off
    dated, dateline = _date_of(contact, day), setting.article.dateline
    when = dated.when if dated is not None else UNKNOWN
    status = _by_date(status, when, day)
    unsure = dated is not None and not (dated.firm and dated.type == "visit")  # 周二启程: who sets out has set out
    if unsure and status == "planned" and when.precision == "day" and day is not None and day_range(when)[1] < day:
        dated, when = None, UNKNOWN  # 周一称将访问: the day is of something else
    if dated is not None and dated.when_at is not None:
        return status, when, text.span(*dated.when_at)
    best = contact.best
    # somebody named or dismissed, without a word that says when or whether: it is the news of the day
    named = best.draft.named and status in {"held", "proposed"} and best.status.start == best.draft.trigger[0]
    of_old = contact.looks_back  # 曾经会晤
    if when.start is None and salience == "main" and (status == "held" or named) and not (best.vague or of_old):
        if setting.news_day is not None:
            when = When(start=setting.news_day.when.start, precision="day")
            return status, when, text.span(setting.news_day.start, setting.news_day.end)
        arrives = any(setting.grammar.arrives.match(setting.folded, *m.draft.trigger) for m in contact.mentions)
        stay = best.type == "visit" and not arrives
        fresh = not stay and _is_told_as_news(contact, setting)
        if day is not None and (best.type != "appointment" or named) and fresh:
            when = When(start=day, precision="day")
    told = when.start is not None and dateline is not None and dateline.day is not None
    return status, when, text.span(dateline.start, dateline.end) if told and dateline else None


def _date_of(contact: Contact, day: dt.date | None) -> Mention | None:
    """The mention whose date holds: a plan's own day rather than one gone by on which it was told of."""
    dated, told = contact.dated, contact.status_on(day)
    if dated is None or day is None or told.status.status != "planned" or not told.firm or told.when.start is None:
        return dated
    gone = dated.when.start is not None and day_range(dated.when)[1] <= day < day_range(told.when)[1]
    return told if gone and dated.status.status == "held" else dated


def _is_told_as_news(contact: Contact, setting: Setting) -> bool:
    """Whether an undated contact is of the article's day: told in the lead; of talks, which go on, one session.

    A session is told by its number or its town.
    """
    if not any(mention.lead for mention in contact.mentions):
        return False
    search = setting.grammar.ordinal.search
    return contact.best.type != "talks" or any(
        (m.site is not None and m.site.town) or search(setting.folded, m.sentence[0], m.draft.trigger[1])
        for m in contact.mentions
    )


def _spans(
    contact: Contact,
    site: Site | None,
    participants: Sequence[Participant],
    setting: Setting,
) -> dict[str, tuple[Span, ...]]:
    """Where each field but the date stands in the post."""
    text, best = setting.text, contact.best
    judged = contact.status_on(setting.day).status
    spans: dict[str, tuple[Span, ...]] = {
        "trigger": (text.span(*best.draft.trigger),),
        "evidence": (text.span(*best.sentence),),
        "status": (text.span(judged.start, judged.end),),
    }
    if site is not None:
        spans["place"] = (text.span(site.start, site.end),)
    if participants:
        spans["participants"] = tuple(span for p in participants for span in p.spans)
    return spans


#: Beijing with Hong Kong and Macau is no contact between polities (codebook 1).
_ONE_COUNTRY = {"CN", "HK", "MO"}


def unidentified(
    contact: Contact, engagement: Engagement, others: Sequence[tuple[Contact, Engagement]], setting: Setting
) -> Dismissed | None:
    """Why a contact is no record: codebook 1 asks for a date, a place, an occasion or that it is the news itself.

    `others` are the article's contacts as records: what is said in a meeting is not also a message.
    """
    if not any(mention.founding for mention in contact.mentions):
        return "only alluded to"
    if set(engagement.polities) <= _ONE_COUNTRY and engagement.type != "appointment":
        return "within one state"
    if engagement.status == "proposed" and engagement.when.start is None and _is_only_wished(engagement):
        return "a wish without a date"
    if engagement.type == "talks" and not any(mention.sitting and mention.founding for mention in contact.mentions):
        return "no date, place or occasion"
    if engagement.type == "visit" and engagement.when.start is None and _is_anybodys(contact, setting):
        return "no date, place or occasion"
    if contact.best.draft.candidate and engagement.salience == "background":
        return "a name among others"
    if engagement.type == "message" and any(
        _said_in(contact, other, setting) and _told_apart(other, told, setting) for other, told in others
    ):
        return "said in a meeting"
    numbered = engagement.type in {"talks", "conference"} and any(mention.numbered for mention in contact.mentions)
    occasion = engagement.type in {"meeting", "talks"} and any(_on_that_visit(contact, other) for other, _ in others)
    return None if numbered or occasion or _told_apart(contact, engagement, setting) else "no date, place or occasion"


def _is_only_wished(engagement: Engagement) -> bool:
    """Whether what is proposed for no day is a mere wish: talks, or a meeting told in passing and for no place."""
    if engagement.type == "meeting":
        return engagement.salience == "background" and engagement.place.polity is None
    return engagement.type == "talks"


#: Sentences between a meeting and what was said in it, and the same where only states are told to have said it.
_WITHIN = 3
_BESIDE = 1


def _said_in(message: Contact, other: Contact, setting: Setting) -> bool:
    """Whether a congratulation or protest was spoken in a meeting or call of the same two: 通话时恭贺他当选.

    So is what somebody says to his host of one of the host's state who died: 会见总统时对前总统逝世表示哀悼.
    """
    best, sitting, people = message.best, other.best, setting.people
    if sitting.type not in {"meeting", "call"} or sitting.status.status != "held":
        return False
    if best.draft.carried:
        return False  # who carries a word says it, not he whose it is
    of_states = all(actor.kind == "polity" for actor in best.actors)
    distance = min(abs(best.index - mention.index) for mention in other.mentions)
    near = distance <= (_BESIDE if of_states else _WITHIN)
    apart = best.firm and best.when.start is not None and best.index != sitting.index
    apart = apart or long_apart(best.when, sitting.when)
    mourns = best.draft.wishes and setting.grammar.mourns.search(setting.folded, *best.draft.trigger) is not None
    mourns = mourns and any(people.same(best.actors[0], b) for b in sitting.actors)
    return (
        near
        and not apart
        and all(
            any(people.same(a, b) or ((mourns or a.kind == "polity") and a.polity == b.polity) for b in sitting.actors)
            for a in best.actors
        )
    )


#: Roles of which a state has many: some official of it, some member of its parliament.
_OF_MANY = {"other", "legislator"}


def _is_anybodys(visit: Contact, setting: Setting) -> bool:
    """Whether those who travel are only officials, told by no name, office or number: 派官员访台, 议员访英."""

    def one_of_many(actor: Actor) -> bool:
        if actor.kind != "office" or actor.name is not None or actor.role not in _OF_MANY:
            return False
        start, end = actor.office or (actor.start, actor.end)
        return setting.grammar.some_of_many.fullmatch(setting.folded[min(start, actor.start) : end])

    return all(one_of_many(actor) for mention in visit.mentions for actor in mention.actors)


#: Roles whose holder is known by his office alone.
_KNOWN = SINGLE | {"monarch"}
#: By which rule somebody is honoured, which a monarch does without meeting him: 曾获天皇授勋.
_HONOURED = "transitive:award"


def _told_apart(contact: Contact, engagement: Engagement, setting: Setting) -> bool:
    """Whether a reader can tell the contact from others: it is the news, or dated, or of persons of two states.

    A president or minister is known by his office alone.
    """
    if engagement.salience == "main" or engagement.when.start is not None:
        return True
    named = {p.polity for p in engagement.participants if p.name}
    of_many = engagement.type == "conference" and engagement.rule != "event:two"
    if len(named) >= (3 if of_many else 2) and engagement.type not in {"visit", "appointment"}:
        return True
    alone = SINGLE if engagement.rule == _HONOURED else _KNOWN
    known = named | {actor.polity for actor in contact.best.actors if actor.role in alone and not actor.mark}
    if engagement.type in {"meeting", "call"} and named and len(known) >= 2:
        return True
    if engagement.type == "meeting" and engagement.status == "held" and _summons_envoy(contact):
        return True
    if engagement.type == "message" and engagement.status == "held" and engagement.rule in _OF_A_MATTER:
        return any(not m.looks_back for m in contact.mentions)
    if engagement.type == "talks":
        return engagement.status == "planned" and engagement.place.city is not None
    if engagement.type == "message":
        return _has_an_occasion(contact, setting) and engagement.status == "held"
    if engagement.type == "conference" and not named and engagement.status in {"planned", "proposed"}:
        bodys = contact.best.draft.organisation and engagement.rule != "event:two"
        return bool(bodys) or engagement.place.city is not None  # not 列入中欧峰会的议程
    if engagement.type == "conference" and contact.best.draft.organisation and named and contact.best.draft.there:
        return True
    return (
        engagement.status != "held" or engagement.place.city is not None or engagement.type in {"appointment", "visit"}
    )


def _has_an_occasion(message: Contact, setting: Setting) -> bool:
    """Whether a wish is of somebody named and a state, or its leader: it has its occasion, 中国政府祝贺某某当选."""
    best = message.best
    known = [
        actor for actor in best.actors
        if actor.name or actor.role in _KNOWN
        or (actor.kind in {"polity", "institution"} and not setting.folded.startswith("的", actor.end))
    ]  # fmt: skip
    return best.draft.wishes and any(actor.name for actor in known) and len(known) == len(best.actors)


def _on_that_visit(meeting: Contact, visit: Contact) -> bool:
    """Whether a sentence tells of a meeting and of the visit that is its occasion: 近日访问捷克,并在参议院演说."""
    if visit.best.type != "visit" or set(meeting.best.polities) != set(visit.best.polities):
        return False
    if any(actor.name is None and actor.role in _OF_MANY for actor in meeting.best.actors):
        return False  # 访问捷克,会见官员
    told = {mention.index for mention in visit.mentions if mention.founding and not mention.draft.weak}
    return any(mention.founding and mention.index in told for mention in meeting.mentions)


def _summons_envoy(contact: Contact) -> bool:
    """Whether a state has another's ambassador come to it, which is of a matter of its own: 捷克外长召见中国大使."""
    return contact.best.draft.at_home is not None and any(actor.role == "ambassador" for actor in contact.best.actors)


#: By which rules a message is told that has a matter of its own, a protest or a letter: no thanks, no mere notice.
_OF_A_MATTER = {
    "addressed:message", "addressed:through-channels", "addressed:in-a-letter", "relayed:word-carried",
    "lodged:put-to",
}  # fmt: skip


def _party(contact: Contact, party: Sequence[Actor], people: People) -> tuple[Actor, ...]:
    """Who takes part: a party; of a conference, all who are said to attend."""
    out = list(party)
    if contact.best.type == "conference":
        for mention in contact.mentions:
            out += [a for a in mention.actors if a.name and not any(people.same(a, known) for known in out)]
    return tuple(out)


#: Days after which a plan for a day gone by is no plan any more.
_OVERDUE = dt.timedelta(days=14)


def _by_date(status: Status, when: When, day: dt.date | None) -> Status:
    """What is told as held on a day to come is planned, and a plan for long ago was carried out."""
    if when.start is None or day is None:
        return status
    if status == "held" and when.start > day + dt.timedelta(days=1):
        return "planned"
    if status == "planned" and when.precision != "unknown" and day_range(when)[1] < day - _OVERDUE:
        return "held"
    return status


#: Days after which nobody is still to take an office that he was to take then.
_A_TERM_BEGINS = 180


def _participant(actor: Actor, setting: Setting, *, of_office: bool, of_old: bool) -> Participant:
    """Who took part, in the office held then; `of_old`: in a contact long before the article."""
    people, text = setting.people, setting.text
    first = people.first(actor)
    if actor.name is None and first.name is None:
        phrase = people.titles.written(actor) or (actor.start, actor.end)
        return Participant(office=text.text[slice(*phrase)], polity=actor.polity, spans=(text.span(*phrase),))
    where = actor.name or actor.office or (actor.start, actor.end)
    officer = people.officer(actor)
    if is_titled(actor) and officer.role != actor.role:
        officer = actor  # another office than the fullest of the article: the one held at this contact
    latin = first.latin or actor.latin
    name = first.name or actor.name
    assert name is not None
    if not of_office:
        officer = people.titles.acted(actor, officer)
    office = people.titles.written(officer) if is_titled(officer) else None
    if office and of_old and officer is not actor and setting.grammar.to_be.search(setting.folded, *office):
        office = None  # 2013年[拜登]访华: the article's 当选总统拜登 was no such thing then
    office = _itself(office, setting) if of_office and office else office
    return Participant(
        name=text.text[slice(*name)],
        latin=text.text[slice(*latin)].strip() if latin else None,
        office=text.text[slice(*office)] if office else None,
        polity=actor.polity or first.polity,
        person=people.person(actor),
        spans=(text.span(*where),),
    )


def _itself(title: tuple[int, int], setting: Setting) -> tuple[int, int]:
    """The office taken or left within a title: [美国总统]当选人, 下任[驻港总领事]."""
    found = setting.grammar.held_itself.match(setting.folded[slice(*title)])
    return (title[0] + found.start(1), title[0] + found.end(1)) if found else title
