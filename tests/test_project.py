"""The user's own knowledge: layers, what is told of mistakes, templates, and what a change has read again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cases import rows
from tests.toy import archive, post
from tongshi import lexicon
from tongshi.build import RunSummary, build
from tongshi.cli import main
from tongshi.errors import LexiconError
from tongshi.language import fold
from tongshi.lexicon import Layer, Layers
from tongshi.phrases import load_phrases
from tongshi.pipeline import Knowledge, Sources
from tongshi.project import LEXICONS, additions, beside, initialise, problems, project_layer, read_project
from tongshi.registry import Registry, load_registry
from tongshi.registry.entries import Person, Tenure, load_offices, load_people, with_learnt
from tongshi.store import ContactFilter, Store, open_store
from tongshi.touched import Touched, touched

MISTAKES = rows("mistakes")

#: Lexicons of which the registry is made.
NAMING = {"polities", "people", "offices", "institutions"}


def layer(**files: str) -> Layer:
    return Layer("mine", tuple(sorted((name.replace("__", "/"), text) for name, text in files.items())))


# --- layers


def test_a_mistake_met_outside_of_a_check_says_what_tells_the_others() -> None:
    mine = layer(
        people="- {id: a, names: {cn: [林一一]}, polity: CN, offices: [{title: x, role: other, from: 2020-13}]}"
    )
    with pytest.raises(LexiconError, match=r"people\.yml:1: a: month must be in 1\.\.12 \(`tongshi knowledge --check`"):
        load_people(load_offices(), (mine,))


def entry(name: str, key: str, *layers: Layer) -> lexicon.Entry:
    return next(each for each in lexicon.entries(name, layers) if lexicon.name_of(each, name) == key)


def test_lists_are_extended_and_single_values_replaced() -> None:
    before = entry("offices", "foreign-minister")
    after = entry(
        "offices", "foreign-minister", layer(offices="- {id: foreign-minister, titles: [外事部长], role: other}")
    )
    assert after["titles"] == [*before["titles"], "外事部长"]
    assert after["role"] == "other"
    assert (after["policy"], after["unless"]) == (before["policy"], before["unless"])
    assert entry("offices", "foreign-minister") == before


def test_words_are_removed_in_either_script_wherever_they_stand() -> None:
    mine = layer(people="- {id: trump-donald, names: {cn: [川普普]}, remove: [當奴特朗普, 小特朗普]}")
    after = entry("people", "trump-donald", mine)
    assert "当奴特朗普" not in {fold(name) for name in after["names"]["hk"]}
    assert "川普普" in after["names"]["cn"]
    assert "小特朗普" not in after["unless"]
    assert lexicon.REMOVE not in after


def test_new_entries_come_after_the_shipped_ones() -> None:
    mine = layer(
        people="- {id: lin-yi, names: {cn: [林一一]}, polity: SG}",
        people__more="- {id: a-b, names: {cn: [甲乙丙]}, polity: SG}",
    )
    assert [each["id"] for each in lexicon.entries("people", (mine,))][-2:] == ["lin-yi", "a-b"]


def test_an_office_takes_the_place_of_the_same_and_others_come_in_order() -> None:
    mine = layer(
        people="""
- id: biden-joe
  offices:
    - {title: 总统, polity: US, role: head-of-state, from: 2021-01-20, to: 2024-12-31}
    - {title: 参议员, polity: US, role: legislator, from: 1973-01-03, to: 2009-01-15}
"""
    )
    offices = entry("people", "biden-joe", mine)["offices"]
    assert [str(office["from"])[:4] for office in offices] == ["1973", "2009", "2021"]
    assert str(offices[-1]["to"]) == "2024-12-31"


def test_a_lexicon_that_is_one_mapping_is_joined_part_by_part() -> None:
    shipped = lexicon.document("times")
    after = lexicon.document("times", (layer(times="vague: [{id: recently, words: [前些日子里]}]\nzones: [乌兰巴托]"),))
    assert [each["id"] for each in after["vague"]] == [each["id"] for each in shipped["vague"]]
    assert after["vague"][0]["words"] == [*shipped["vague"][0]["words"], "前些日子里"]
    assert after["zones"][-1] == "乌兰巴托"


def test_one_entry_twice_in_a_layer() -> None:
    with pytest.raises(LexiconError, match=r"mine/topics\.yml:2: trade stands at mine/topics\.yml:1 already"):
        lexicon.entries("topics", (layer(topics="- {code: trade, words: [甲]}\n- {code: trade, words: [乙]}"),))


WORDS = {
    "people": "- {id: lin-yi, names: {cn: [林一一]}, polity: SG}",
    "polities": "- {code: AU, short: [澳国国]}",
    "offices": "- {id: foreign-minister, titles: [外事总长]}",
    "institutions": "- {id: foreign-ministry, names: [外事总署]}",
    "topics": "- {code: trade, words: [配额配额]}",
    "phrases": "- {id: win-win, words: [互惠共荣]}",
    "engagements": "- {id: call, words: [通了热线]}",
    "grammar": "- {id: spoken, words: [撰文说]}",
    "modality": "- {status: cancelled, words: [胎死腹中]}",
    "times": "vague: [{id: recently, words: [前些日子里]}]",
    "speech": "- {id: say, words: [娓娓道来]}",
    "media": "- {id: example-agency, kind: agency, names: [例闻社]}",
    "outlets": "- {code: mine, names: [例報], hosts: [news.example.org], zone: Asia/Tokyo, country: JP, script: Hans}",
}


@pytest.fixture(autouse=True, scope="module")
def _names_are_loaded_once() -> Iterator[None]:
    """They take longest to load of all that is known, and few projects here add any."""
    kept = cache(load_registry)

    def loaded(layers: Layers, masks: Iterable[str], learnt: Iterable[Person] = ()) -> Registry:
        naming = (each for each in layers if any(file.partition("/")[0] in NAMING for file, _ in each.files))
        return kept(tuple(naming), tuple(masks), tuple(learnt))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tongshi.pipeline.load_registry", loaded)
        yield


@pytest.fixture(scope="module")
def taught() -> Knowledge:
    return Knowledge.of(Sources(read_layer_of(WORDS)))


def read_layer_of(files: dict[str, str]) -> Layers:
    return (layer(**files),)


def test_a_projects_words_reach_every_stage(taught: Knowledge) -> None:
    def hits(word: str) -> set[str]:
        return {ref for hit in taught.registry.scan(word) for ref in hit.ref}

    assert (hits("林一一"), hits("澳国国"), hits("外事总长"), hits("外事总署")) == (
        {"lin-yi"}, {"AU"}, {"foreign-minister"}, {"foreign-ministry"},
    )  # fmt: skip
    assert load_phrases(read_layer_of(WORDS))("互惠共荣") == ("win-win",)
    words = taught.engagements
    assert words.topics("配额配额") == ("trade",)
    assert [hit.cue.id for hit in words.cues.find("通了热线")] == ["call"]
    assert words.grammar.spoken.search("撰文说")
    assert words.modality.judge("会谈胎死腹中", (0, 6), (0, 2)).status == "cancelled"
    assert [mention.kind for mention in words.times("前些日子里会面", None)] == ["vague"]
    assert [verb.manner for verb in taught.speech.find_verbs("娓娓道来")] == ["state"]
    assert taught.speech.media("例闻社")
    assert taught.outlets.of("https://news.example.org/1").code == "mine"
    assert [medium for medium, _, _ in taught.outlets.media.named("例闻社")] == ["example-agency"]


# --- mistakes, each with its line


@pytest.mark.parametrize("case", MISTAKES, ids=[case["told"] for case in MISTAKES])
def test_a_mistake_is_told_with_its_line(case: dict[str, Any]) -> None:
    (message,) = map(str, problems(layer(**case["files"])))
    assert re.search(case["told"], message), message


def test_nothing_may_be_left_of_words_that_are_searched_for() -> None:
    words = entry("grammar", "spoken")["words"]
    (error,) = problems(layer(grammar=f"- id: spoken\n  remove: [{', '.join(words)}]"))
    assert "no word would be left" in str(error)


def test_all_mistakes_are_told_and_the_first_one_raised(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "topics.yml").write_text("- {code: trade, wrods: [甲]}\n- {code: tibet, words: 甲}\n", "utf-8")
    (folder / "people.yml").write_text("- id: x\n", "utf-8")
    assert len(list(problems(project_layer(folder)))) == 3
    with pytest.raises(LexiconError, match=r"people\.yml:1: x: a new entry needs names, polity"):
        read_project(folder)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no such folder"):
        read_project(tmp_path / "none")
    (tmp_path / "topics.yml").write_bytes(b"\xff")
    with pytest.raises(LexiconError, match=r"topics\.yml: not UTF-8"):
        read_project(tmp_path)


# --- templates


def test_the_folder_lies_beside_the_database() -> None:
    assert beside(Path("a/x.db")) == Path("a/x.knowledge")


def test_templates_are_written_once_and_change_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "x.knowledge"
    (folder / "people").mkdir(parents=True)
    (folder / "topics.yml").write_text("- {code: trade, words: [配额配额]}\n", "utf-8")
    assert {path.stem for path in initialise(folder)} == set(LEXICONS) - {"people", "topics"}
    assert initialise(folder) == []
    project = read_project(folder)
    assert touched(Sources(), Sources(project)) == Touched(words=frozenset(["配额配额"]))
    told = {each.lexicon: each for each in additions(project)}
    assert (told["topics"].extended, told["topics"].words) == (("trade",), 1)
    assert not any(each.words or each.new for each in told.values() if each.lexicon != "topics")


def test_the_forms_in_the_templates_are_right(tmp_path: Path) -> None:
    for path in initialise(tmp_path):
        head, _, form = path.read_text("utf-8").partition("\n\n")
        assert head.startswith("#")
        path.write_text(re.sub(r"^# ?", "", form, flags=re.MULTILINE), "utf-8")
    assert [str(error) for error in problems(project_layer(tmp_path))] == []
    counts = {each.lexicon: each for each in additions(read_project(tmp_path))}
    assert all(each.new or each.extended for each in counts.values())


# --- learnt people


def person(id_: str, *names: str, polity: str = "SG", role: str = "foreign-minister") -> Person:
    return Person(id_, (), names, (), polity, (Tenure("外长", polity, role, None, None),), ())


def test_what_is_learnt_takes_nothing_from_a_curated_person() -> None:
    curated = load_people(load_offices())
    learnt = [person("zhao-er", "赵二二"), person("b", "拜登"), person("biden-joe", "拜登登", "特朗普", polity="FR")]
    known = {each.id: each for each in with_learnt(curated, learnt)}
    assert known["zhao-er"].plain_names == ("赵二二",)
    assert "b" not in known
    before = next(each for each in curated if each.id == "biden-joe")
    assert known["biden-joe"] == replace(before, plain_names=(*before.plain_names, "拜登登"))


# --- what a change touches


def words_of(old: dict[str, str], new: dict[str, str]) -> frozenset[str]:
    found = touched(Sources(read_layer_of(old)), Sources(read_layer_of(new)))
    assert not found.everything
    return found.words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ({}, {"topics": "# nothing yet"}, set()),
        ({}, {"topics": "- {code: trade, words: [配额配额], examples: [甲乙丙]}"}, {"配额配额"}),
        ({}, {"topics": "- {code: trade, unless: [貿易風]}"}, {"贸易风"}),
        ({}, {"topics": "- {code: trade, remove: [關稅]}"}, {"关税"}),
        ({}, {"phrases": "- {id: win-win, words: [互惠共榮]}\n- {id: new, words: [甲乙], unless: [甲乙丙]}"},
         {"互惠共荣", "甲乙", "甲乙丙"}),
        # of two topics with one word the first in the file has it
        ({"topics": "- {code: a, words: [甲乙]}\n- {code: b, words: [甲乙]}"},
         {"topics": "- {code: b, words: [甲乙]}\n- {code: a, words: [甲乙]}"}, {"甲乙"}),
        ({"speech": "- {id: x, kind: verb, class: urge, words: [力劝]}"},
         {"speech": "- {id: x, kind: verb, class: warn, words: [力劝]}"}, {"力劝"}),
        ({}, {"times": "vague: [{id: recently, words: [前些日子里]}]"}, {"前些日子里"}),
        ({}, {"times": "vague: [{id: new, words: [前些日子里], not_after: [甲]}]"}, {"前些日子里", "甲"}),
    ],
)  # fmt: skip
def test_words_that_a_change_touches(old: dict[str, str], new: dict[str, str], words: set[str]) -> None:
    assert words_of(old, new) == words
    assert words_of(new, old) == words


def test_a_person_touches_his_spellings_and_his_family_name_before_his_titles() -> None:
    found = words_of({}, {"people": "- {id: x, names: {cn: [林一一]}, polity: SG, unless: [林一一路]}"})
    assert found == {"林一一", "林一一路"}
    office = "offices: [{title: 外长, polity: SG, role: foreign-minister}]"
    found = words_of({}, {"people": f"- {{id: x, names: {{cn: [林一一]}}, polity: SG, {office}}}"})
    assert {"林一一", "林外长", "林外相"} <= found
    assert all(word.startswith("林") for word in found)


def test_what_was_learnt_touches_as_what_was_told() -> None:
    found = touched(Sources(), Sources(learnt=(person("zhao-er", "赵二二"),)))
    assert {"赵二二", "赵外长"} <= found.words
    assert not found.everything
    assert touched(Sources(), Sources(learnt=(person("b", "拜登", polity="FR"),))) == Touched()


@pytest.mark.parametrize(
    "files",
    [
        {"grammar": "- {id: joins, pattern: 与}"},
        {"boilerplate": "- {id: x, role: notice, where: line, pattern: 甲}"},
        {"polities": "- {code: AU, kind: organisation}"},
        {"offices": "- {id: x, role: x, policy: true, titles: [甲乙丙]}"},
    ],
)
def test_what_touches_everything(files: dict[str, str]) -> None:
    assert touched(Sources(), Sources(read_layer_of(files))).everything


def test_an_outlet_touches_its_posts_and_its_names() -> None:
    found = touched(
        Sources(), Sources(read_layer_of({"outlets": "- {code: cna, names: [例社], title_ends: [' - 例']}"}))
    )
    assert (found.outlets, found.words) == ({"cna"}, {"例社"})


# --- built again


POSTS = {
    "a": post("外長通話", "新加坡外长林一一10日与美国国务卿布林肯通电话，双方讨论配额配额和貿易。", url="https://www.cna.com.tw/a"),
    "b": post("林外長訪日", "林外长昨天访问东京，会见日本外相茂木敏充。", url="https://www.cna.com.tw/b"),
    "c": post("峰会", "美国总统拜登与中国国家主席习近平周三举行视频会晤，峰会差点胎死腹中。", url="https://www.rfi.fr/cn/c"),
    "d": post("无关", "公园今天开放。", url="https://www.rfi.fr/cn/d", captions=("林一一在东京会见外相。",)),
    "e": post("热线", "德国总理默克尔与法国总统马克龙通了热线，例闻社报道说双方同意合作。", url="https://news.example.org/e"),
    "f": post("法方", "法国外长勒德里昂前些日子里与德国外长马斯会谈。发言人娓娓道来：「我们谈了很久，气氛很好。」"),
}  # fmt: skip

CHANGES = {
    "people": "ab d",
    "topics": "a",
    "modality": "c",
    "engagements": "e",
    "media": "e",
    "outlets": "e",
    "times": "f",
    "speech": "f",
    "polities": "",
}


def built(db: Path, folder: Path, project: Layers = (), jobs: int = 1) -> RunSummary:
    with open_store(db, write=True) as store:
        return build([folder], store, jobs, project=project, chunk=2)


def digest(db: Path) -> str:
    with open_store(db) as store:
        return store.digest()


def coded_in(db: Path, run: int) -> set[str]:
    """Stems of the posts that were last coded in a run."""
    with open_store(db) as store:
        rows = store._connection.exec_driver_sql(
            "SELECT stem FROM sightings JOIN posts ON posts.id = post_id WHERE last_run = ?", (run,)
        )
        return {row[0] for row in rows}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("archive"), **POSTS)


WITH_OFFICE = (
    "- {id: lin-yi, names: {cn: [林一一]}, polity: SG, offices: [{title: 外长, polity: SG, role: foreign-minister}]}"
)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_recodes_what_it_touches_and_ends_as_a_fresh_build(name: str, folder: Path, tmp_path: Path) -> None:
    project = (layer(**{name: WITH_OFFICE if name == "people" else WORDS[name]}),)
    db = tmp_path / "a.db"
    built(db, folder)
    plain = digest(db)
    done = built(db, folder, project)
    assert coded_in(db, done.run) == set(CHANGES[name]) - {" "}
    assert done.progress.coded == len(coded_in(db, done.run))
    assert done.progress.posts == len(POSTS)
    built(tmp_path / "b.db", folder, project)
    assert digest(db) == digest(tmp_path / "b.db")
    back = built(db, folder)
    assert coded_in(db, back.run) == set(CHANGES[name]) - {" "}
    assert digest(db) == plain


def test_a_changed_post_is_read_with_what_is_known_now(tmp_path: Path) -> None:
    posts, db, project = archive(tmp_path / "posts", **POSTS), tmp_path / "a.db", (layer(topics=WORDS["topics"]),)
    built(db, posts)
    archive(posts, c=post("会谈", "两国外长讨论配额配额。", url="https://www.rfi.fr/cn/c"))
    built(db, posts, project)
    with open_store(db) as store:
        assert {row.knowledge for row in store.runs()} == {Sources().version, Sources(project).version}
        assert store.stale_versions(Sources(project).version) == []


def test_an_archive_that_was_left_out_is_caught_up_with(folder: Path, tmp_path: Path) -> None:
    """Three versions, of which the archive saw the first and the last."""
    db, other = tmp_path / "a.db", archive(tmp_path / "other", z=post("末", "没有什么。"))
    one, two = (layer(topics=WORDS["topics"]),), (layer(topics=WORDS["topics"], modality=WORDS["modality"]),)
    built(db, folder)
    built(db, other, one)
    done = built(db, folder, two)
    assert coded_in(db, done.run) == {"a", "c"}


def test_other_rules_read_everything_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "a.db"
    built(db, folder)
    monkeypatch.setattr("tongshi.pipeline.CODE_VERSION", "next")
    assert built(db, folder).progress.coded == len(POSTS)


#: Two articles gloss a minister whom no lexicon has; a third names him by his name alone.
GLOSSES = {
    "k1": post("甲", "匈牙利經濟部長科瓦奇（Bence Kovacs）抵達河內，與越南外長會談。", day="2021-03-01"),
    "k2": post("乙", "匈牙利经济部长科瓦奇（Bence Kovács）昨天离开，并未发表谈话。", day="2021-03-04"),
}
BARE = {"k3": post("丙", "美國國務卿布林肯5日在東京與科瓦奇會面，討論貿易。", day="2021-03-06")}


def who_met(db: Path) -> list[list[str | None]]:
    with open_store(db) as store:
        return [
            [participant.name for participant in contact.participants]
            for contact in store.contacts(ContactFilter(since=dt.date(2021, 3, 5)), limit=9)
        ]


def test_people_are_learnt_and_what_names_them_is_read_again(tmp_path: Path) -> None:
    folder, db = archive(tmp_path / "posts", **BARE), tmp_path / "a.db"
    built(db, folder)
    assert who_met(db) == []
    archive(folder, **GLOSSES)
    done = built(db, folder)
    assert who_met(db) == [["布林肯", "科瓦奇"]]
    assert done.progress.coded >= 1
    with open_store(db) as store:
        assert [person.id for person in store.taught()] == ["learnt-kovacs-bence-hu"]
    again = built(db, folder)
    assert (again.progress.coded, again.progress.unchanged) == (0, 3)
    built(tmp_path / "b.db", folder)
    assert digest(db) == digest(tmp_path / "b.db")


def test_what_was_learnt_is_unlearnt_with_its_posts(tmp_path: Path) -> None:
    folder, db = archive(tmp_path / "posts", **BARE, **GLOSSES), tmp_path / "a.db"
    built(db, folder)
    assert who_met(db) == [["布林肯", "科瓦奇"]]
    archive(folder, **{name: post("丁", "今天沒有消息。", day="2021-03-01") for name in GLOSSES})
    built(db, folder)
    assert who_met(db) == []
    with open_store(db) as store:
        assert store.taught() == ()


def test_processes_know_what_the_project_says(folder: Path, tmp_path: Path) -> None:
    project = (layer(people=WITH_OFFICE),)
    built(tmp_path / "a.db", folder, project, jobs=2)
    built(tmp_path / "b.db", folder, project)
    assert digest(tmp_path / "a.db") == digest(tmp_path / "b.db")
    with open_store(tmp_path / "a.db") as store:
        assert any(row[0] == "lin-yi" for row in people_in(store))


def people_in(store: Store) -> Iterator[tuple[str]]:
    yield from store._connection.exec_driver_sql("SELECT person FROM participants")  # type: ignore[misc]


def test_the_store_keeps_what_was_known(folder: Path, tmp_path: Path) -> None:
    db, project = tmp_path / "a.db", (layer(topics=WORDS["topics"]),)
    built(db, folder)
    built(db, folder, project)
    with open_store(db) as store:
        latest, first = store.knowledge()
        assert (latest.version, latest.first_run) == (Sources(project).version, 2)
        assert [(file.path, file.content) for file in latest.files] == [("topics", WORDS["topics"])]
        assert (first.version, first.files) == (Sources().version, ())
        kept = store.sources(latest.version)
        assert kept is not None
        assert kept.version == latest.version


# --- the command


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs the command in a folder with the posts; what it writes, mistakes too."""
    monkeypatch.chdir(tmp_path)
    archive(tmp_path / "posts", **POSTS)

    def run(*words: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == code
        captured = capsys.readouterr()
        return captured.out + captured.err

    return run


def test_a_folder_begun_filled_checked_used_and_looked_back_at(told: Callable[..., str]) -> None:
    assert told("knowledge").splitlines()[1] == "folder   tongshi.knowledge (nothing in it)"
    assert told("knowledge", "--init") == f"tongshi.knowledge: {len(LEXICONS)} templates written\n"
    assert told("knowledge", "--init") == "tongshi.knowledge: nothing was missing\n"
    people = Path("tongshi.knowledge/people.yml")
    people.write_text("- {id: lin-yi, names: {cn: [林一一]},\n   polity: ZZ}\n- id: b\n", "utf-8")
    assert [line.partition(": ")[0] for line in told("knowledge", "--check", code=2).splitlines()] == [
        "tongshi.knowledge/people.yml:2",
        "tongshi.knowledge/people.yml:3",
    ]
    assert "people.yml:2: lin-yi: polity" in told("build", "posts", "--jobs", "1", code=2)
    assert not Path("tongshi.db").exists()
    people.write_text(WITH_OFFICE, "utf-8")
    assert told("knowledge", "--check") == "tongshi.knowledge: nothing is wrong\n"
    assert re.search(r"^ people +2,\d+ +lin-yi +1$", told("knowledge"), re.MULTILINE)
    told("build", "posts", "--jobs", "1", "-q")
    assert "林一一" in told("engagements", "--person", "lin-yi", "--format", "jsonl")
    assert "people.yml" in told("knowledge", "--history")
    Path("tongshi.knowledge/engagements.yml").write_text(WORDS["engagements"], "utf-8")
    assert '"words": "通了热线"' in told("explain", "posts/e.md", "--format", "jsonl")


def test_code_knows_a_folder_only_where_it_is_given(told: Callable[..., str]) -> None:
    Path("mine").mkdir()
    Path("mine/topics.yml").write_text("- {code: quotas, words: [配额配额]}", "utf-8")
    assert "quotas" in told("code", "posts/a.md", "--knowledge", "mine")
    assert "quotas" not in told("code", "posts/a.md")
    assert "none: no such folder" in told("code", "posts/a.md", "--knowledge", "none", code=2)


def test_one_thing_at_a_time(told: Callable[..., str]) -> None:
    assert "give one of" in told("knowledge", "--check", "--init", code=2)
    assert "no file, so no folder" in told("knowledge", "--db", "postgresql://example/x", code=2)
