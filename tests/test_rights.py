"""What leaves the store: every command, under every policy, over the sample archive."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tongshi
from tests.commands import commands
from tongshi import codec, identity
from tongshi.cli import main
from tongshi.errors import WithholdError
from tongshi.language import fold, sentences
from tongshi.offsets import SourceText, join
from tongshi.records import Reading
from tongshi.review import Reviewer, judge
from tongshi.rights import Release, Rights, StoreRelease, Texts
from tongshi.store import ContactFilter, open_store
from tongshi.withhold import NOTHING, WithholdList, read_withhold_list

SAMPLE = Path(__file__).parents[1] / "samples" / "archive"
COMMANDS = commands()

#: Posts of the sample that the database holds twice: in two versions, and as a copy.
SHORTENED, COPIED = "2021-10-15-王毅布林肯通话", "2021-10-14-王毅与布林肯通电话 就台湾及关税问题各表立场"

#: How each command is made to show as much as it can. A new command has to be entered here.
SHOWING: dict[str, list[list[str]]] = {
    "build": [["ARCHIVE", "--db", "again.db", "--jobs", "1"]],
    "doctor": [
        ["ARCHIVE", "--jobs", "1", "--html", "page.html"],
        ["ARCHIVE", "--jobs", "1", "--format", "json", "--withhold", "empty.yml"],
    ],
    "engagements": [[], ["--format", "jsonl"], ["--format", "csv"]],
    "show": [["CONTACT"], ["POST"], ["POST", "--blocks"], ["CONTACT", "--as-of", "2"]],
    "cite": [["CONTACT"], ["CONTACT", "--format", "csl"]],
    "compare": [
        ["CONTACT"],
        ["--example"],
        ["CONTACT", "--by-outlet"],
        *(["CONTACT", "--format", format_, *by] for format_ in ("html", "jsonl") for by in ([], ["--by-outlet"])),
    ],
    "coverage": [[], ["--by", "month"], ["--by", "day", "--format", "jsonl"]],
    "timeline": [[], ["--format", "jsonl"], ["--format", "csv"], ["--by", "month"], ["--status", "planned"]],
    "gaps": [[], ["--format", "jsonl"], ["--format", "csv"]],
    "agenda": [
        ["--after", "2015"],
        ["--after", "2015", "--format", "jsonl"],
        ["--as-known-on", "2021-01-01"],
        ["--unreported"],
        ["--unreported", "--format", "csv"],
    ],
    "network": [
        [],
        ["--of", "polities"],
        *(["--format", format_] for format_ in ("jsonl", "csv", "graphml")),
        ["--format", "csv", "--nodes"],
    ],
    "search": [["中国", "--limit", "200"], ["布林肯"], ["中国", "--format", "jsonl"], ["中国", "--format", "csv"]],
    "code": [["ARCHIVE"]],
    "evaluate": [["GOLD", "ARCHIVE"]],
    "explain": [["ARCHIVE"], ["ARCHIVE", "--format", "jsonl"]],
    "forms": [["ARCHIVE"], ["ARCHIVE", "--format", "jsonl"]],
    "knowledge": [[], ["--history"]],
    "learn": [[]],
    "office": [["US 国务卿"], ["中国外长", "--on", "2021-10-13"], ["中国外长", "--format", "jsonl"]],
    "who": [["布林肯"], ["王毅", "--format", "jsonl"]],
    "rejects": [[]],
    "said": [[], ["--format", "csv"], ["--phrases"]],
    "copies": [[], ["--format", "jsonl"], ["--format", "csv"]],
    "changes": [
        [],
        ["--since", "1"],
        ["--format", "jsonl", "--since", "1"],
        ["--format", "csv"],
        ["--format", "csv", "--since", "1", "--of", "contacts"],
    ],
    # of two posts too: every sentence is withdrawn or added
    "diff": [
        [SHORTENED],
        [f"{SHORTENED}.md", "--from", f"_posts/{COPIED}.md"],
        [SHORTENED, "--from", "018", "--format", "jsonl"],
    ],
    "review": [[]],
    "review list": [[], ["--format", "jsonl"], ["--format", "csv"]],
    "review log": [[], ["--format", "jsonl"], ["--format", "csv"]],
    "review export": [["ledger.jsonl"]],
    "runs": [[]],
    "migrate": [[]],
    "copy": [["tongshi.db", ":memory:"]],
    "verify": [[]],
    "audit": [
        ["--sample", "60", "--seed", "1", "--out", "written.jsonl"],
        ["--sample", "60", "--seed", "1", "--of", "engagements", "--by", "type", "--out", "written.csv"],
        ["--sample", "60", "--seed", "1", "--of", "statements", "--out", "written.csv"],
    ],
    "annotate": [
        ["ARCHIVE", "--forms", "written.yml"],
        ["--sample", "30", "--seed", "1", "--prefill", "--forms", "written.yml"],
    ],
}

#: Commands that show no more than what they are given.
DECIDING = {
    f"review {name}"
    for name in ("accept", "reject", "correct", "merge", "split", "same", "different", "add", "undo", "import")
}

#: Commands whose pages have tests of their own, and those on who may see them.
SERVING = {"serve", "site", "users", "users add", "users list", "users remove"}

#: A title or a name of an office may be as long; a sentence of the archive is not shown.
LONG = 12

Run = Callable[..., str]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [tongshi.code(item) for item in tongshi.read(SAMPLE) if isinstance(item, tongshi.Post)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, readings: list[Reading]) -> Path:
    folder = tmp_path_factory.mktemp("rights")
    with open_store(folder / "tongshi.db", write=True) as store:
        tongshi.build([told_again(folder / "again")], store, jobs=1)
        tongshi.build([SAMPLE], store, jobs=1)
        known = StoreRelease(Rights(), store)
        contact = next(store.contacts(ContactFilter(types=("visit",)))).id
        store.decide([judge(known, Reviewer("王"), "accept", [contact], "看過了")])
    (folder / "gold.jsonl").write_text("".join(f"{codec.dump(each)}\n" for each in readings[:5]), "utf-8")
    (folder / "empty.yml").write_text("", "utf-8")
    return folder


def told_again(folder: Path) -> Path:
    """A post of the sample without its last paragraph, and another one under another address too."""
    folder.mkdir()
    shortened = (SAMPLE / "_posts" / f"{SHORTENED}.md").read_text("utf-8")
    (folder / "shortened.md").write_text(re.sub(r"<p>[^<]*</p>(?=<div)", "", shortened), "utf-8")
    copied = (SAMPLE / "_posts" / f"{COPIED}.md").read_text("utf-8")
    (folder / "copied.md").write_text(re.sub(r"(https://[^\s)]*?)(\d)(?=[\s)])", r"\1\g<2>7", copied), "utf-8")
    return folder


@pytest.fixture
def run(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """What a command writes, messages too, without white space and marks."""
    monkeypatch.chdir(place)

    def written(*arguments: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("k\n" * 20))  # what `review` shows first
        with pytest.raises(SystemExit, match="0"):
            main(list(arguments))
        captured = capsys.readouterr()
        return captured.out + captured.err

    return written


def squeezed(text: str) -> str:
    return re.sub(r"[\s⟦⟧]+", "", text)


def texts(reading: Reading) -> Iterator[str]:
    """All texts of a post: title, running text, captions, and what is no part of the article."""
    article = reading.article
    yield article.post.title.text
    yield article.body.text
    yield from article.captions
    yield from (block.text.text for block in article.blocks)


@pytest.fixture(scope="module")
def long_sentences(readings: list[Reading]) -> set[str]:
    found = set()
    for reading in readings:
        for text in texts(reading):
            found |= {squeezed(text[start:end]) for start, end in sentences(fold(text))}
    return {sentence for sentence in found if len(sentence) > LONG and not is_stamp(sentence)}


def is_stamp(text: str) -> bool:
    """A printed date is no sentence: releases tell it as they tell the date of publication."""
    return re.fullmatch("[-0-9/:.TZ+]+", text) is not None


@pytest.fixture(scope="module")
def proof(readings: list[Reading]) -> str:
    """The sentences in which a field stands, and the titles, character by character and independent of the code."""
    shown = []
    for reading in readings:
        article = reading.article
        shown.append(article.post.title.text)
        records = [codec.all_spans(each) for each in reading.engagements]
        records += [dict(each.spans) for each in (*reading.readouts, *reading.quotes, *reading.statements)]
        places = {at for spans in records for each in spans.values() for span in each for at in range(*span)}
        captions = [block.text for block in article.blocks if block.role == "caption"]
        text = join([article.body, *captions], "\n")
        for start, end in sentences(fold(text.text)):
            own = [range(*pair) for pair in zip(text.starts[start:end], text.ends[start:end], strict=True)]
            if any(at in places for each in own for at in each):
                shown.append(text.text[start:end])
    return squeezed("\0".join(shown))


def shown(name: str, run: Run, policy: str) -> Iterator[str]:
    with open_store("tongshi.db") as store:
        contacts = [contact.id for contact in store.contacts()][::6]
        posts = [place.post for place in store.places()][::6]
    for arguments in SHOWING[name]:
        for one in contacts if "CONTACT" in arguments else posts if "POST" in arguments else [""]:
            filled = {"ARCHIVE": str(SAMPLE), "CONTACT": one, "POST": one, "GOLD": "gold.jsonl"}
            words = [filled.get(word, word) for word in arguments]
            options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
            for written in Path().glob("written.*"):
                written.unlink()
            output = run(*name.split(), *words, *(["--text", policy] if "--text" in options else []))
            output += "".join(written.read_text("utf-8") for written in Path().glob("written.*"))
            if "html" in arguments:
                output += html.unescape(re.sub("<[^<>]+>", "", output))
            if name == "review export":
                output += Path("ledger.jsonl").read_text("utf-8")
            if "--html" in arguments:
                output += html.unescape(Path("page.html").read_text("utf-8"))
            yield squeezed(output)


def test_every_command_is_tried() -> None:
    assert set(SHOWING) | DECIDING | SERVING == set(COMMANDS)


@pytest.mark.parametrize("name", SHOWING)
def test_no_sentence_where_none_is_wanted(name: str, run: Run, long_sentences: set[str]) -> None:
    for output in shown(name, run, "none"):
        assert output
        assert [sentence for sentence in long_sentences if sentence in output] == []


@pytest.mark.parametrize("name", SHOWING)
def test_evidence_only(name: str, run: Run, long_sentences: set[str], proof: str) -> None:
    others = [sentence for sentence in long_sentences if sentence not in proof]
    assert len(others) > 100
    for output in shown(name, run, "evidence"):
        assert [sentence for sentence in others if sentence in output] == []


def test_defaults() -> None:
    """Evidence; `code` by its contract the whole text, `doctor`, `explain`, `annotate` as work on one's own archive."""
    for name, command in COMMANDS.items():
        found = {parameter.default for parameter in command.params if parameter.name == "text"}
        assert found <= {
            Texts.full if name in {"annotate", "code", "doctor", "explain", "forms"} else Texts.evidence
        }, name


def test_evidence_is_shown_by_default(run: Run) -> None:
    with open_store("tongshi.db") as store:
        (contact, *_) = store.contacts(ContactFilter(types=("call",)))
        evidence = store.report(contact.id).sources[0].engagement.evidence
    assert squeezed(evidence) in squeezed(run("show", contact.id))
    none = run("show", contact.id, "--text", "none")
    assert squeezed(evidence) not in squeezed(none)
    assert re.search(r"evidence +\[\d+, \d+\)", none)
    assert "https://" in none


def test_whole_texts_where_wanted(run: Run) -> None:
    with open_store("tongshi.db") as store:
        (contact, *_) = store.contacts(ContactFilter(types=("call",)))
        text = store.report(contact.id).sources[0].article.reading.article.body.text
    assert squeezed(text) in squeezed(run("show", contact.id, "--text", "full"))


@pytest.mark.parametrize("policy", ["none", "evidence"])
def test_coded_articles_stay_in_the_file_form(run: Run, policy: str, readings: list[Reading]) -> None:
    records = [json.loads(line) for line in run("code", str(SAMPLE), "--text", policy).splitlines()]
    read = [codec.from_json(record) for record in records]
    coded = [each for each in read if isinstance(each, Reading)]
    assert len(coded) == len(readings)
    for given, whole in zip(coded, readings, strict=True):
        want = codec.to_json(whole)["engagements"]
        assert [each.id for each in given.engagements] == [each["id"] for each in want]
        assert [each.when for each in given.engagements] == [each.when for each in whole.engagements]
        assert {each.evidence for each in given.engagements} <= {*(each.evidence for each in whole.engagements), ""}


# --- what is withheld


def released(readings: list[Reading], withheld: WithholdList, how_much: Texts = Texts.full) -> tuple[str, Release]:
    release = Release(Rights(how_much, withheld))
    records = [release.file_form(each) for each in readings]
    return "\n".join(codec.dump_record(each) for each in records if each), release


def written(folder: Path, text: str) -> WithholdList:
    (folder / "withhold.yml").write_text(text, "utf-8")
    return read_withhold_list(folder / "withhold.yml")


@pytest.mark.parametrize("given", ["blinken-antony", "布林肯", "安東尼·布林肯", "Antony Blinken"])
@pytest.mark.parametrize("how_much", Texts)
def test_a_person(given: str, how_much: Texts, readings: list[Reading], tmp_path: Path) -> None:
    assert "布林肯" in released(readings, NOTHING)[0]
    out, release = released(readings, written(tmp_path, f"people: ['{given}']"), how_much)
    assert "布林肯" not in out
    assert "Blinken" not in out
    assert release.left_out["records"] > 0
    assert out.count("\n") + 1 == len(readings)


@pytest.mark.parametrize(
    ("given", "address", "named"),
    [
        ("pompeo-mike", "https://cn.example.com/article/us-pompeo-asia-visit-1003", True),
        ("蓬佩奥", "https://www.example.com/a/Pompeo-expresses-support/1.html", True),
        ("pompeo-mike", "https://www.example.com/a/pompeos-dog", False),
        ("wang-yi", "https://www.example.com/a/wang-yi-in-tokyo", True),
        ("wang-yi", "https://www.example.com/a/wang-huning", False),
    ],
)
def test_a_person_is_known_in_addresses_by_his_latin_name(
    given: str, address: str, named: bool, tmp_path: Path
) -> None:
    assert written(tmp_path, f"people: ['{given}']").named_in(address) is named


def test_outlets_hosts_addresses_posts(readings: list[Reading], tmp_path: Path) -> None:
    some = next(each.article.post for each in readings if "zaobao" in each.article.outlet)
    for text in (
        "outlets: [zaobao]",
        "hosts: [zaobao.com, zaobao.com.sg]",
        f"addresses: ['{some.url.replace('https://www.', 'http://')}#top']",
        f"posts: ['{some.id}']",
        f"posts: ['{some.path}']",
        f"posts: [{identity.post_id(some)}]",
        f"posts: [{identity.post_id(some)[:6]}]",
    ):
        out, release = released(readings, written(tmp_path, text))
        assert some.url not in out
        assert release.left_out["posts"] == len(readings) - out.count("\n") - 1 > 0


def test_five_characters_are_no_beginning_of_an_id() -> None:
    listed = WithholdList(posts=frozenset(["p1234", "p23456", "q23456"]))
    assert [listed.post([id_], ()) for id_ in ("p1234" + "0" * 12, "p23456" + "0" * 11, "q23456" + "0" * 11)] == [
        False, True, False,
    ]  # fmt: skip


def test_an_entry_that_meets_nothing(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
                                     readings: list[Reading], tmp_path: Path) -> None:  # fmt: skip
    monkeypatch.chdir(place)
    post = identity.post_id(readings[0].article.post)
    (tmp_path / "list.yml").write_text(
        f"people: [布林肯, 無此人]\nposts:\n  - {post[:8]}\n  - p00000\nhosts: [example.org.invalid]\n"
        "outlets: [zaobao]\naddresses: ['https://www.example.org/none']",
        "utf-8",
    )
    idle = ["1: people: 無此人", "4: posts: p00000", "5: hosts: example.org.invalid",
            "7: addresses: https://www.example.org/none"]  # fmt: skip
    for arguments in (["runs"], ["engagements", "--limit", "1"], ["code", str(SAMPLE)]):
        listed = [] if arguments == ["runs"] else ["--withhold", str(tmp_path / "list.yml")]
        with pytest.raises(SystemExit, match="0"):
            main([*arguments, *listed])
        told = capsys.readouterr().err.splitlines()
        wanted = [f"tongshi: {tmp_path}/list.yml:{each}: warning: nothing is withheld by this" for each in idle]
        assert [line for line in told if "warning" in line] == (wanted if listed else [])


def test_explain_tells_of_no_withheld_post_or_person(run: Run, place: Path, readings: list[Reading]) -> None:
    called = next(each for each in readings if "布林肯" in each.article.body.text and each.engagements)
    for text in (f"posts: [{identity.post_id(called.article.post)}]", "people: [布林肯]"):
        (place / "list.yml").write_text(text, "utf-8")
        told = run("explain", str(SAMPLE), "--format", "jsonl", "--withhold", "list.yml")
        *cues, withheld = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
        assert called.article.post.id not in {cue["id"] for cue in cues}
        assert withheld["withheld"]
        assert "people" not in text or "布林肯" not in told


def test_a_list_beside_the_database(run: Run, place: Path) -> None:
    before = [json.loads(line) for line in run("engagements", "--format", "jsonl").splitlines()]
    (place / "withhold.yml").write_text("outlets: [zaobao]\npeople: [布林肯]\n", "utf-8")
    try:
        *after, withheld = [json.loads(line) for line in run("engagements", "--format", "jsonl").splitlines()]
        assert "withheld: " in run("engagements")
        assert "# withheld: " in run("engagements", "--format", "csv")
        assert "withheld: " in run("search", "中国")
        assert "zaobao" not in run("search", "中国")
        more = run("engagements", "--withhold", "withhold.yml", "--format", "jsonl")
        assert json.loads(more.splitlines()[-1]) == withheld
        for contact in after[::20]:
            assert "zaobao" not in run("show", contact["id"])
    finally:
        (place / "withhold.yml").unlink()
    ids = {each["id"]: each for each in before}
    assert withheld["withheld"]["contacts"] == len(before) - len(after) > 0
    assert all("布林肯" not in json.dumps(each, ensure_ascii=False) for each in after)
    assert all("zaobao" not in each["outlets"] for each in after)
    fewer = [each for each in after if each["sources"] < ids[each["id"]]["sources"]]
    assert fewer
    assert all("zaobao" in ids[each["id"]]["outlets"] for each in fewer)


def test_a_withheld_contact_is_one_line(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(place)
    (tmp_path / "list.yml").write_text("people: [blinken-antony]", "utf-8")
    with open_store("tongshi.db") as store:
        wanted = next(each for each in store.contacts() if any(p.person == "blinken-antony" for p in each.participants))
    for command in ("show", "compare"):
        with pytest.raises(SystemExit, match="2"):
            main([command, wanted.id, "--withhold", str(tmp_path / "list.yml")])
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err == f"tongshi: {wanted.id}: this contact is withheld\n"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("outlets: [cna]\nfriends: [a]", r":2: friends: not one of people, posts"),
        ("outlets: [cna]\noutlets: [dw]", r":2: outlets: given twice"),
        ("posts:\n  - a\n  - [b]", r":3: posts: expected a text"),
        ("posts:\n  - a\n  -\n", r":3: posts: expected a text"),
        ("people:\n  - nobody-at-all", r":2: nobody-at-all: no person of that id"),
        ("outlets:\n  - cnn2", r":2: cnn2: no outlet of that code"),
        ("hosts: [nowhere]", r":1: nowhere: not a host"),
        ("posts: [a\nb: c", r":\d: not YAML"),
        ("- a", r":1: expected people, posts"),
        ("\t", r"not YAML"),
    ],
)
def test_a_mistake_in_the_list_names_its_line(text: str, want: str, tmp_path: Path) -> None:
    with pytest.raises(WithholdError, match=want):
        written(tmp_path, text)


def test_lists_that_hold_nothing(tmp_path: Path) -> None:
    assert not written(tmp_path, "")
    assert not written(tmp_path, "# nothing yet\n")
    assert written(tmp_path, "posts: 12345").posts == {"12345"}
    with pytest.raises(WithholdError, match="No such file"):
        read_withhold_list(tmp_path / "none.yml")


def test_sentences_keep_their_places(readings: list[Reading]) -> None:
    """What is given of a text stands where it stood."""
    release = Release(Rights(Texts.evidence))
    for reading in readings:
        body: SourceText = release.reading(reading).article.body
        source = reading.article.post.text
        for at, (start, end) in enumerate(zip(body.starts, body.ends, strict=True)):
            assert end - start != 1 or source[start:end].strip() == body.text[at].strip()


def test_nothing_changes_in_full(readings: list[Reading]) -> None:
    release = Release(Rights(Texts.full))
    assert [release.file_form(each) for each in readings] == [codec.to_json(each) for each in readings]
    assert all(release.reading(each).article.body == each.article.body for each in readings)
