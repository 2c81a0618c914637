"""What waits for a person, what is decided, and the ledger, to which decisions are only ever added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.responses import PlainTextResponse, Response

from tongshi.decisions import FIELDS, Decision, decided, dump, value_of, what, whose
from tongshi.decisions import shown as written
from tongshi.display import proof
from tongshi.errors import LedgerError, NotFoundError, StoreError, TongshiError
from tongshi.passages import Passage
from tongshi.review import ITEM_KINDS, NO_SURPRISE, Answers, Item, Outlook, Reviewer, keep, outlook
from tongshi.store import Contact, ReportLine, Source
from tongshi.web.addresses import Query
from tongshi.web.asked import paged
from tongshi.web.guard import writer
from tongshi.web.visits import View, Visit

#: Items, and decisions, on a page; records of an item that are shown with their sentences.
PAGE, MOST_RECORDS = 50, 12

#: Fields of the form that are shown again where something is wrong.
_TYPED = ("why", "field", "value", "one", "other", "with")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record with its number, what it says of each field, and the sentences that prove it."""

    number: int
    source: Source
    contact: str
    values: Mapping[str, str]
    proof: tuple[tuple[str, Passage], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """What waits: how many of each kind, and some of them, the least certain first."""

    kinds: Mapping[str, int]
    kind: str  # only of this; empty: of all
    items: tuple[Item, ...]
    contacts: Mapping[str, Contact]  # by record of these items
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """Something to decide: an item of the queue, or a contact that somebody wants to correct."""

    item: Item
    is_waiting: bool
    contact: Contact | None  # whose fields are corrected where no record is named
    facts: Mapping[str, str]  # what is so of it
    records: tuple[Record, ...]
    more: int  # records that are not shown
    decisions: tuple[Decision, ...]  # that it is about
    left: int  # of what waits
    kind: str
    passed: tuple[str, ...]  # items passed over
    mistake: str  # what is wrong with what was sent; empty: nothing was, or nothing is
    typed: Mapping[str, str]  # and what was typed
    chosen: frozenset[str]  # records that were
    outlook: Outlook  # of a merge that is not done before somebody is sure of it

    @property
    def passing(self) -> Query:
        """What asks for the next, this one passed over too."""
        return (("kind", self.kind), *(("passed", id_) for id_ in (*self.passed, self.item.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """The decisions, the latest first; those that hold can be undone."""

    decisions: tuple[Decision, ...]
    standing: frozenset[str]
    total: int
    page: int
    pages: int


# --- the queue


def _queue(visit: Visit) -> Response:
    waiting, kind = visit.archive.waiting(visit.release), _kind(visit)
    found = [item for item in waiting if kind in {"", item.kind}]
    page, pages = paged(visit.query, len(found), PAGE)
    some = tuple(found[(page - 1) * PAGE : page * PAGE])
    counts = Counter(item.kind for item in waiting)
    told = QueuePage(
        kinds={each: counts[each] for each in ITEM_KINDS},
        kind=kind,
        items=some,
        contacts=_contacts(visit, some),
        page=page,
        pages=pages,
    )
    return visit.page("review_queue.html", room="review", told=told)


def _kind(visit: Visit) -> str:
    kind = visit.asked("kind") or (_given(visit.form, "kind") if visit.form else "")
    if kind and kind not in ITEM_KINDS:
        raise TongshiError(f"kind: {kind}: not one of {', '.join(ITEM_KINDS)}")
    return kind


def _contacts(visit: Visit, items: Sequence[Item]) -> Mapping[str, Contact]:
    """The contact of each record of some items, where there is one that can be shown."""
    reported = visit.release.reported({record for item in items for record in item.records})
    known = visit.catalogue.by_id
    return {id_: known[each.contact] for id_, each in reported.items() if each and each.contact in known}


def _next(visit: Visit) -> Response:
    """To the first that waits and was not passed over, else to the queue."""
    kind, passed = _kind(visit), {value for key, value in visit.query if key == "passed"}
    query = tuple(each for each in visit.query if each[0] in {"kind", "made", "passed"})
    for item in visit.archive.waiting(visit.release):
        if kind in {"", item.kind} and item.id not in passed:
            return visit.elsewhere(visit.url.review("items", item.id, query=query))
    return visit.elsewhere(visit.url.review(query=(("kind", kind), ("made", visit.asked("made")))))


# --- an item


def _item(visit: Visit) -> Response:
    waiting = visit.archive.waiting(visit.release)
    item = next((each for each in waiting if each.id == visit.part("id")), None)
    if item is None:
        raise NotFoundError(f"{visit.part('id')}: this no longer waits for a decision")
    kind = _kind(visit)
    left = sum(kind in {"", each.kind} for each in waiting)
    return _shown(visit, item, is_waiting=True, left=left)


def _contact(visit: Visit) -> Response:
    """A contact that somebody wants to correct, whether it waits or not."""
    return _shown(visit, _item_of(visit, visit.part("id")), is_waiting=False, left=0)


def _item_of(visit: Visit, contact: str) -> Item:
    """A contact as if it waited; raises NotFoundError."""
    reports = visit.release.outline(contact).reports
    return Item(kind="unsure", uncertainty=0.0, records=tuple(each.engagement.id for each in reports), reasons=())


def _shown(
    visit: Visit,
    item: Item,
    *,
    is_waiting: bool,
    left: int,
    mistake: str = "",
    expected: Outlook = NO_SURPRISE,
) -> Response:
    about = {each.id: each for each in visit.release.decisions()} if item.decisions else {}
    contacts, records = _records(visit, item.records[:MOST_RECORDS])
    contact = contacts[0] if len(contacts) == 1 else None
    told = ItemPage(
        item=item,
        is_waiting=is_waiting,
        contact=contact,
        facts={field: written(field, value_of(field, contact)) for field in FIELDS} if contact else {},
        records=records,
        more=len(item.records) - len(records),
        decisions=tuple(about[id_] for id_ in item.decisions if id_ in about),
        left=left,
        kind=_kind(visit),
        passed=tuple(value for key, value in (*visit.query, *_sent(visit)) if key == "passed"),
        mistake=mistake,
        typed={name: dict(_sent(visit)).get(name, "") for name in _TYPED},
        chosen=frozenset(value for key, value in _sent(visit) if key == "record"),
        outlook=expected,
    )
    return visit.page(
        "review_item.html",
        status=400 if mistake else 200,
        room="review",
        told=told,
        fields=FIELDS,
        made=_made(visit),
        what=what,
        whose=whose,
        may_write=visit.request.state.visitor.may_write,
    )


def _sent(visit: Visit) -> Query:
    """What a form held, so that nothing typed is lost by a mistake."""
    return tuple((key, value) for key, value in (visit.form or FormData()).multi_items() if isinstance(value, str))


def _records(visit: Visit, ids: Sequence[str]) -> tuple[tuple[Contact, ...], tuple[Record, ...]]:
    """The contacts of some records, and the records; an article is read once, and none but theirs."""
    contacts: dict[str, Contact] = {}
    lines: dict[str, tuple[str, ReportLine]] = {}
    for id_ in ids:
        if id_ not in lines:
            try:
                outline = visit.release.outline(id_)
            except NotFoundError:  # withheld, or gone
                continue
            contacts[outline.contact.id] = outline.contact
            lines |= {each.engagement.id: (outline.contact.id, each) for each in outline.reports}
    shown = [(number, *lines[id_]) for number, id_ in enumerate(ids, 1) if id_ in lines]
    sources = visit.release.sources_of([line for _, _, line in shown])
    return tuple(contacts.values()), tuple(
        Record(
            number=number,
            source=source,
            contact=contact,
            values={field: written(field, value_of(field, source.engagement)) for field in FIELDS},
            proof=tuple(proof(source.engagement, source.article)),
        )
        for (number, contact, _), source in zip(shown, sources, strict=True)
    )


def _made(visit: Visit) -> Decision | None:
    """The decision that was just made."""
    made = visit.asked("made")
    return next((each for each in visit.release.decisions() if each.id == made), None) if made else None


# --- deciding


def _decide(visit: Visit) -> Response:
    visitor, form = writer(visit.request), visit.form or FormData()
    item = _meant(visit, _given(form, "item"), _given(form, "contact"))
    is_waiting = not _given(form, "contact")
    with visit.archive.writable() as store:
        try:
            made = _answer(Answers(store, Reviewer(visitor.name or "–"), visit.site.layers), item, form)
            if not _given(form, "sure") and (expected := outlook(store, made)):
                return _shown(visit, item, is_waiting=is_waiting, left=0, expected=expected)
            keep(store, [made])
        except StoreError:
            raise
        except TongshiError as error:
            return _shown(visit, item, is_waiting=is_waiting, left=0, mistake=str(error))
    kept: Query = [("kind", _given(form, "kind")), *(("passed", str(each)) for each in form.getlist("passed"))]
    if _given(form, "contact"):
        return visit.elsewhere(_after(visit, made, _given(form, "contact")))
    if _given(form, "back") == "ledger":
        return visit.elsewhere(visit.url.review("ledger", query=(("made", made.id),)))
    return visit.elsewhere(visit.url.review("next", query=(*kept, ("made", made.id))))


def _after(visit: Visit, made: Decision, contact: str) -> str:
    """Where a contact is now that was decided on; a record of it that was rejected leads to what it would be."""
    with visit.archive.release() as release:
        for id_ in (contact, *made.subjects, *made.others):
            try:
                return visit.url.review("contact", release.outline(id_).contact.id, query=(("made", made.id),))
            except NotFoundError:
                continue
    return visit.url.review("ledger", query=(("made", made.id),))


def _meant(visit: Visit, id_: str, contact: str) -> Item:
    if contact:
        return _item_of(visit, contact)
    found = next((each for each in visit.archive.waiting(visit.release) if each.id == id_), None)
    if found is None and id_:
        raise NotFoundError(f"{id_}: this no longer waits for a decision; somebody may have been quicker")
    return found or Item(kind="orphan", uncertainty=0.0, records=(), reasons=())


def _answer(answers: Answers, item: Item, form: FormData) -> Decision:
    """The decision that a form asks for; raises TongshiError."""
    action, why = _given(form, "action"), _given(form, "why")
    given = [str(each) for each in form.getlist("record")]
    if strange := [each for each in given if each not in item.records]:
        raise LedgerError(f"{strange[0]}: no record of this")
    match action:
        case "accept" | "reject":
            return answers.judge(item, action, given, why)
        case "correct":
            return answers.correct(item, given, _given(form, "field"), _given(form, "value"), why)
        case "merge":
            others, contact = _given(form, "with").split(), _given(form, "contact")
            own = given or ([contact] if contact and others else [])
            return answers.merge(item, [*own, *others], why)
        case "split":
            return answers.split(item, given, why)
        case "same" | "different":
            return answers.people(action, [_given(form, "one"), _given(form, "other")], why)
        case "undo":
            return answers.undo(_given(form, "decision"), why)
    raise LedgerError(f"{action or 'nothing'}: no such action")


def _given(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


# --- the ledger


def _ledger(visit: Visit) -> Response:
    found = visit.release.ledger()[::-1]
    page, pages = paged(visit.query, len(found), PAGE)
    told = LedgerPage(
        decisions=found[(page - 1) * PAGE : page * PAGE],
        standing=frozenset(each.id for each in decided(visit.release.decisions()).standing),
        total=len(found),
        page=page,
        pages=pages,
    )
    return visit.page(
        "review_ledger.html",
        room="review",
        told=told,
        made=_made(visit),
        what=what,
        whose=whose,
        may_write=visit.request.state.visitor.may_write,
    )


def _lines(visit: Visit) -> Response:
    """All decisions as they are exported."""
    text = "".join(f"{line}\n" for line in dump(visit.release.ledger()))
    headers = {"Content-Disposition": 'attachment; filename="decisions.jsonl"'}
    return PlainTextResponse(text, headers=headers, media_type="application/x-ndjson")


VIEWS = (
    View("/review", _queue, is_kept=False),
    View("/review/next", _next, is_kept=False),
    View("/review/items/{id}", _item, is_kept=False),
    View("/review/contact/{id}", _contact, is_kept=False),
    View("/review/decide", _decide, is_kept=False, methods=("POST",)),
    View("/review/ledger", _ledger, is_kept=False),
    View("/review/ledger.jsonl", _lines, is_kept=False),
)
