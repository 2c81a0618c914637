"""Words and patterns of the sentences that tell of contacts, from `grammar.yml`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields

from tongshi import lexicon
from tongshi.errors import LexiconError
from tongshi.language import fold


@dataclass(frozen=True, slots=True)
class Words:
    """One entry: asked where in a text it stands."""

    _pattern: re.Pattern[str]
    _guarded: bool  # some longer words hold one of these and are none

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first place in `text[start:end]`."""
        if not self._guarded:
            return self._pattern.search(text, start, end)
        return next(self.finditer(text, start, end), None)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Every place in `text[start:end]`, in order."""
        return (found for found in self._pattern.finditer(text, start, end) if not self._guarded or found[1])

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The place that begins at `start`."""
        found = self._pattern.match(text, start, end)
        return found if found is not None and (not self._guarded or found[1]) else None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> bool:
        """Whether it is the whole of `text[start:end]`."""
        return self._pattern.fullmatch(text, start, end) is not None

    def remove(self, text: str) -> str:
        """`text` without every place."""
        return self._pattern.sub("", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """All entries; the file says of each what it is for."""

    joins: Words
    meets: Words
    private_partner: Words
    untold_title: Words
    lists: Words
    acting_as: Words
    in_the_capacity: Words
    as_whom: Words
    served_as: Words
    at_that_time: Words
    met_there: Words
    by_what_time: Words
    that_time: Words
    his_place: Words
    met_then: Words
    side: Words
    came_of_it: Words
    takes_along: Words
    is_such: Words
    presided: Words
    heads_a_body: Words
    heads_a_party: Words
    with_untold: Words
    in_brackets: Words
    whose: Words
    kin: Words
    sums_up: Words
    first_person: Words
    posted: Words
    for_what: Words
    quotes_him: Words
    protests: Words
    made_with: Words
    gloss_at_most: Words
    received_by: Words
    addressed_to: Words
    had_from: Words
    in_due_form: Words
    rung: Words
    wish_by_phone: Words
    lodged_with: Words
    before_lodging: Words
    carried: Words
    written_for: Words
    handed_over: Words
    sent: Words
    put_to: Words
    bidden: Words
    on_behalf: Words
    touching: Words
    subject_matter: Words
    title_between: Words
    after_bare_state: Words
    untold_body: Words
    says_in_it: Words
    between: Words
    of_the_doer: Words
    untold_senders: Words
    wish_alone: Words
    wished_for: Words
    replies: Words
    of_another: Words
    signing_at_issue: Words
    one_of_several: Words
    occasion: Words
    granted: Words
    of_what_rank: Words
    which_time: Words
    of_level: Words
    gives_it: Words
    in_company_of: Words
    in_a_house: Words
    his_man: Words
    given_to: Words
    at_arrival: Words
    not_yet: Words
    of_several_kinds: Words
    numbered: Words
    ordinal: Words
    by_wire: Words
    by_phone: Words
    with_him: Words
    apart: Words
    bilateral: Words
    programme: Words
    list_goes_on: Words
    understood: Words
    goal: Words
    to_meet: Words
    goal_unsaid: Words
    weighed: Words
    not_a_goal: Words
    claims_it: Words
    while_there: Words
    of_traveller: Words
    of_the_trip: Words
    among_others: Words
    kind_of_state: Words
    after_abbreviation: Words
    day_of_it: Words
    stations: Words
    leads_them: Words
    led_by: Words
    by_whom: Words
    heads_it: Words
    who_attend: Words
    attend_it: Words
    same_sitting: Words
    convened: Words
    another_gathering: Words
    ends_attendants: Words
    comes_along: Words
    ends_companions: Words
    joins_companions: Words
    companions_are: Words
    delegation_holds: Words
    one_of_them: Words
    among_his_men: Words
    at_a_meeting: Words
    located: Words
    chief_town: Words
    takes_place: Words
    under_lead: Words
    auspices: Words
    bare_guests: Words
    comes_there: Words
    leads: Words
    headed: Words
    together: Words
    attends: Words
    same_session: Words
    edition: Words
    in_their_session: Words
    at_their_seat: Words
    its_gathering: Words
    agreed_after: Words
    it_came_of: Words
    agree: Words
    called_off: Words
    set_for: Words
    there: Words
    in_it: Words
    ministers: Words
    one_of_its: Words
    not_a_name: Words
    has_floor: Words
    summoned: Words
    part_at_issue: Words
    place_in_it: Words
    by_the_body: Words
    of_the_body: Words
    takes_part: Words
    session_of: Words
    called_upon: Words
    on_matters: Words
    among_topics: Words
    convenes: Words
    founds: Words
    is_founded: Words
    members: Words
    sits: Words
    after_it: Words
    acted_upon: Words
    came_to_it: Words
    cites: Words
    sends_another: Words
    told_him: Words
    as_its_topic: Words
    on_the_other_hand: Words
    of_many: Words
    told_again: Words
    sets_up: Words
    mechanism: Words
    held_after_all: Words
    received: Words
    meets_him: Words
    at_whose: Words
    their_session: Words
    names_it: Words
    name_goes_on: Words
    hosts_it: Words
    a_guest: Words
    in_his_time: Words
    once_held: Words
    called: Words
    holds: Words
    negotiates: Words
    sitting_of: Words
    resumes: Words
    next_or_last: Words
    talks: Words
    speak: Words
    sitting_by_wire: Words
    sits_among: Words
    at_their_wish: Words
    on_its_margins: Words
    mourns: Words
    wishes: Words
    guest_of_old: Words
    sends: Words
    untold_team: Words
    long_title: Words
    ranked: Words
    is_the_one: Words
    ranked_since: Words
    first_after: Words
    last_to_come: Words
    it_was: Words
    his_term: Words
    private_office: Words
    private_title: Words
    private_body: Words
    represents_nobody: Words
    private_errand: Words
    by_way_of: Words
    goes_on_then: Words
    into_exile: Words
    following_whom: Words
    joins_dates: Words
    time_and_again: Words
    that_state: Words
    heads_private_body: Words
    goes_with: Words
    his_envoy: Words
    author_himself: Words
    vessel: Words
    in_a_life: Words
    accompanies: Words
    so_he_is: Words
    in_spite_of: Words
    addressed_at: Words
    made_to: Words
    in_favour_of: Words
    objects_to: Words
    they_are: Words
    no_sender: Words
    permits: Words
    lets: Words
    interview: Words
    interviews: Words
    some_of_many: Words
    interviewee: Words
    habitual: Words
    counted: Words
    counted_behind: Words
    once_elected: Words
    disposes: Words
    if_elected: Words
    yet_to_come: Words
    as_institution: Words
    in_general: Words
    concluding: Words
    resumed: Words
    no_goal: Words
    no_next_state: Words
    visiting_as: Words
    passive: Words
    is_one: Words
    nobody_yet: Words
    whoever: Words
    legislature: Words
    in_passing: Words
    ceremony: Words
    opens_time: Words
    closes_time: Words
    since_then: Words
    ahead: Words
    on_the_point: Words
    ending: Words
    of_a_post: Words
    possessor: Words
    becomes: Words
    made_into: Words
    credentials: Words
    accepts: Words
    in_his_place: Words
    gives_way: Words
    states_office: Words
    names_somebody: Words
    picks: Words
    picked_by: Words
    of_itself: Words
    resigns: Words
    steps_down: Words
    still_to_come: Words
    incoming: Words
    elect: Words
    while_in_office: Words
    first_in_office: Words
    concerns: Words
    lists_on: Words
    and_others: Words
    one_by_one: Words
    has_left: Words
    of_whom: Words
    such_as: Words
    just_taken: Words
    not_long_ago: Words
    has_made: Words
    announces_it: Words
    by_known_day: Words
    by_untold: Words
    next_one: Words
    held_itself: Words
    to_be: Words
    of_that_time: Words
    title_of_body: Words
    body_in_front: Words
    charged_with: Words
    in_office_then: Words
    same_office: Words
    in_office: Words
    candidate: Words
    election: Words
    nominee: Words
    demands: Words
    only_one: Words
    spoken: Words
    wire: Words
    since: Words
    ever_since: Words
    done_first: Words
    one_more: Words
    once_more: Words
    planned_anew: Words
    on_a_visit: Words
    says_to: Words
    lands: Words
    at_airport: Words
    set_apart: Words
    under_way: Words
    just_over: Words
    last_leg: Words
    in_session: Words
    arrives: Words
    dated_caption: Words
    year_itself: Words
    year_of: Words
    deadline: Words
    ended: Words
    told_on: Words
    takes_sides: Words
    attending: Words
    a_matter: Words
    viewed: Words
    dates_vote: Words
    before_that: Words
    deed_before: Words
    earlier_still: Words
    onward: Words
    announces: Words
    nth_day: Words
    closes_quotation: Words
    counting_from: Words
    begun_then: Words
    hearing: Words
    by_then: Words
    once_then: Words
    describes_a_thing: Words
    takes_an_object: Words
    lasts_until: Words
    leads_on: Words
    tells_who: Words
    some_day_of: Words
    staying: Words
    meanwhile: Words
    sets_out: Words
    late_in_it: Words
    same_day: Words
    takes_up: Words
    soon: Words
    last_minute: Words
    discussed: Words
    discussing: Words
    last_time: Words
    this_time: Words
    raised: Words
    about: Words
    this_one: Words
    both: Words
    taken_up: Words
    at_issue: Words
    owing_to: Words
    at_the_time: Words
    describes: Words
    earlier: Words
    not_so: Words
    supposed: Words
    on_condition: Words
    not_planned: Words
    already: Words
    only_just: Words
    to_discuss: Words
    expected_of_it: Words
    to_meet_there: Words
    besides: Words
    will_too: Words
    soon_in: Words
    completed: Words
    unsure: Words
    wishing: Words
    settled: Words
    at_or_in: Words
    once_meant: Words
    while_at_it: Words
    ends_it: Words
    part_of_it: Words
    brings: Words
    consequence: Words
    attendance: Words
    prepares: Words
    rules_out: Words
    remembered: Words
    done: Words
    adjunct: Words
    eve: Words
    day_before: Words
    afterwards: Words
    following: Words
    first_since: Words
    wish_for_it: Words
    next_deed: Words
    nominating: Words
    guessed: Words
    before_it: Words
    attends_not: Words
    is_absent: Words
    thereafter: Words
    and_then: Words
    at_invitation: Words
    on_account: Words
    on_a_matter: Words
    when_it_follows: Words
    answered: Words
    belied: Words
    instead: Words
    will_when: Words
    but_for: Words
    no_such: Words
    plan_of_it: Words
    to_arrange: Words
    arranged: Words
    to_agree: Words
    to_talk: Words
    announced: Words
    calls_off_else: Words
    to_call_off: Words
    cut_short: Words
    not_told_yet: Words
    journey: Words
    joins_goals: Words
    within_region: Words
    bound_for: Words
    speaks_up: Words


def load_grammar(layers: lexicon.Layers = ()) -> Grammar:
    """`grammar.yml`; raises LexiconError, also where an entry is missing or unknown."""
    entries = {str(entry.get("id")).replace("-", "_"): entry for entry in lexicon.entries("grammar", layers)}
    wanted = {field.name for field in fields(Grammar)}
    if entries.keys() != wanted:
        raise LexiconError(f"grammar.yml: missing or unknown: {', '.join(sorted(entries.keys() ^ wanted))}")
    return Grammar(**{id_: _words(entry) for id_, entry in entries.items()})


def _words(entry: lexicon.Entry) -> Words:
    unless = [fold(word) for word in lexicon.strings(entry, "unless")]
    words = [fold(word) for word in lexicon.strings(entry, "words")]
    pattern = entry.get("pattern") or lexicon.any_of(words)
    try:
        return Words(re.compile(f"{lexicon.any_of(unless)}|({pattern})" if unless else pattern), bool(unless))
    except (re.error, TypeError) as error:
        raise entry.error(f"{entry.get('id')}: {error}") from error
