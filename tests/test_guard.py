"""Who may come in: each rule has a test that fails where the rule is taken away."""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import string
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.websockets import WebSocketDisconnect

from tests.guarded import (
    CHEAP,
    FROM_HERE,
    LOCAL,
    LOGIN,
    PASSWORD,
    PUBLIC,
    TOKEN,
    Browser,
    Clock,
    browsing,
    doors,
    guard,
    token,
    users_file,
)
from tongshi.cli import main
from tongshi.errors import AccessError
from tongshi.web.guard import Access, Guard, GuardSettings, Policy, read_settings
from tongshi.web.guard.attempts import Attempts, Limit, place
from tongshi.web.guard.csrf import OLD_FORM, is_token
from tongshi.web.guard.headers import HEADERS
from tongshi.web.guard.limits import Sizes
from tongshi.web.guard.passwords import Cost, hash_of, parse_hash
from tongshi.web.guard.policy import LOOPBACK, policy
from tongshi.web.guard.returning import own_path
from tongshi.web.guard.sessions import Lifetime, Sessions
from tongshi.web.guard.tokens import read_token
from tongshi.web.guard.users import MAX_BYTES, Role, UserFile, add_user, read_users, remove_user

SECRET = "nobody is to read this"

FIVE = Limit(tries=5, seconds=60)


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder of files that everybody sees, beside one that nobody does."""
    folder = tmp_path / "static"
    (folder / "in").mkdir(parents=True)
    (folder / "a.css").write_text("body {}", encoding="utf-8")
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / "static-too").mkdir()
    (tmp_path / "static-too" / "secret.txt").write_text(SECRET, encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
def users(tmp_path: Path) -> Path:
    return users_file(tmp_path / "users.yml")


# --- to whom a site is open


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[::1]", "localhost", "LOCALHOST", "127.0.0.2"])
def test_on_the_machine_itself_nothing_is_needed(host: str) -> None:
    assert policy(host).access is Access.local


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "2001:db8::1", "news.example.org", "localhost.evil"])
def test_elsewhere_something_is(host: str) -> None:
    with pytest.raises(AccessError, match="others can come: give --token-file or --users"):
        policy(host)
    assert policy(host, token=True).access is Access.login
    assert policy(host, users=True).access is Access.login
    assert policy(host, read_only=True).access is Access.public


@pytest.mark.parametrize(
    "options", [{"behind_proxy": True}, {"allowed": ["news.example.org"]}, {"allowed": ["localhost", "10.0.0.1"]}]
)
def test_who_is_reached_from_elsewhere_is_not_on_the_machine_itself(options: Mapping[str, Any]) -> None:
    with pytest.raises(AccessError, match="others can come"):
        policy("127.0.0.1", **options)
    assert policy("127.0.0.1", **options, users=True).access is Access.login


def test_a_public_site_has_no_keys() -> None:
    assert policy("127.0.0.1", read_only=True).access is Access.public
    for options in ({"token": True}, {"users": True}):
        with pytest.raises(AccessError, match="leave out"):
            policy("0.0.0.0", read_only=True, **options)


def test_names_of_a_site() -> None:
    assert policy("127.0.0.1").hosts == LOOPBACK
    assert policy("192.168.1.7", token=True).hosts == {*LOOPBACK, "192.168.1.7"}
    assert policy("10.0.0.1", token=True, allowed=["News.example.org."]).is_own("news.example.org")
    everywhere = policy("0.0.0.0", token=True)
    assert everywhere.is_own("192.168.1.7")
    assert everywhere.is_own("2001:db8::1")
    assert not everywhere.is_own("evil.example")
    named = policy("0.0.0.0", token=True, allowed=["news.example.org"])
    assert not named.is_own("192.168.1.7")
    assert not policy("127.0.0.1").is_own("192.168.1.7")


def test_settings(tmp_path: Path, users: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    for made in (
        read_settings("0.0.0.0", owner="w", token_file=file, environ={}),
        read_settings("0.0.0.0", owner="w", environ={"TONGSHI_TOKEN": TOKEN}),
    ):
        assert made.token is not None
        assert made.token.matches(TOKEN)
        assert not made.token.matches(TOKEN[:-1])
        assert TOKEN not in repr(made)
        assert repr(made.secret) not in repr(made)
    assert read_settings("127.0.0.1", owner="w", environ={"TONGSHI_TOKEN": TOKEN}).policy.access is Access.login
    assert read_settings("::", owner="w", read_only=True, environ={"TONGSHI_TOKEN": TOKEN}).token is None
    assert read_settings("::", owner="w", users=users, environ={}).users == users
    with pytest.raises(AccessError, match="others can come"):
        read_settings("0.0.0.0", owner="w", environ={})


@pytest.mark.parametrize("text", ["", "short", "x" * 15, "x" * 1025, "a b" * 10, "字" * 20, "abc\x00" * 10])
def test_no_token(tmp_path: Path, text: str) -> None:
    file = tmp_path / "token"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AccessError, match="token: a token has"):
        read_token(file)


def test_no_file_of_a_token(tmp_path: Path) -> None:
    with pytest.raises(AccessError, match="No such file"):
        read_token(tmp_path / "none")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe" * 20)
    with pytest.raises(AccessError, match="not UTF-8"):
        read_token(tmp_path / "bytes")


# --- hosts


@pytest.mark.parametrize("host", ["localhost", "localhost:8410", "127.0.0.1:1", "[::1]", "[::1]:80", "LocalHost."])
def test_own_names(static: Path, host: str) -> None:
    with browsing(guard(static)) as browser:
        assert browser.get("/hello", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "192.168.1.7", "127.0.0.1.evil.example", "", "localhost:x", "a b",
     "localhost@evil.example", "evil.example#localhost", "[::1", "[::2]", "localhost:80:80"],
)  # fmt: skip
def test_names_that_lead_here_from_elsewhere(static: Path, host: str) -> None:
    """DNS rebinding: the page of another name reads from this machine."""
    with browsing(guard(static)) as browser:
        found = browser.get("/hello", headers={"Host": host})
    assert found.status_code == 400
    assert "wang" not in found.text
    assert found.headers["Content-Security-Policy"]


def test_two_hosts(static: Path) -> None:
    with browsing(guard(static)) as browser:
        assert browser.get("/hello", headers=[("Host", "localhost"), ("Host", "evil.example")]).status_code == 400


def test_a_name_that_is_allowed(static: Path) -> None:
    allowed = policy("0.0.0.0", read_only=True, allowed=["news.example.org"])
    with browsing(guard(static, policy=allowed)) as browser:
        assert browser.get("/hello", headers={"Host": "news.example.org"}).status_code == 200
        assert browser.get("/hello", headers={"Host": "192.168.1.7"}).status_code == 400


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
def test_a_proxy_before_an_open_machine(static: Path, header: str) -> None:
    with browsing(guard(static)) as browser:
        found = browser.get("/hello", headers={header: "203.0.113.5"})
        assert (found.status_code, "--behind-proxy" in found.text) == (400, True)
    with browsing(guard(static, policy=PUBLIC)) as browser:
        assert browser.get("/hello", headers={header: "203.0.113.5"}).status_code == 200


# --- headers

WAYS = ["/hello", "/nowhere", "/fails", "/led", "/careless", "/static/a.css", "/static/none.css", "/write",
        "/hello?" + "a&" * 300, "/hello?" + "a" * 9000]  # fmt: skip

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def test_every_way_to_answer(static: Path) -> None:
    with browsing(guard(static)) as browser:
        assert [browser.get(way).status_code for way in WAYS] == [200, 404, 500, 303, 200, 200, 404, 405, 400, 414]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("base", ["http://localhost", "https://localhost"])
def test_headers(static: Path, base: str, way: str) -> None:
    with browsing(guard(static), base) as browser:
        found = browser.get(way).headers
    assert found.get_list("content-security-policy") == [POLICY]
    assert {name: found.get(name) for name in HEADERS} == dict(HEADERS)
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Cross-Origin-Opener-Policy"] == found["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "server" not in found
    assert ("strict-transport-security" in found) == base.startswith("https")


def test_headers_of_who_is_not_let_in(static: Path, users: Path) -> None:
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        for options in ({"headers": {"Accept": "text/html"}}, {}, {"headers": {"Authorization": "Bearer x"}}):
            found = browser.get("/hello", **options)
            assert found.status_code in {303, 401}
            assert found.headers["Content-Security-Policy"] == POLICY


# --- limits


def test_bodies(static: Path) -> None:
    with browsing(guard(static, sizes=Sizes(body=1000))) as browser:
        sent = {**FROM_HERE, "X-CSRF-Token": browser.get("/form").text}
        assert browser.post("/body", content=b"x" * 1000, headers=sent).text == "1000"
        assert browser.post("/body", content=b"x" * 1001, headers=sent).status_code == 413
        assert browser.post("/body", content=iter([b"x" * 600] * 3), headers=sent).status_code == 413
        form = {**FROM_HERE, "Content-Type": "application/x-www-form-urlencoded"}
        assert browser.post("/body", content=iter([b"x" * 600] * 3), headers=form).status_code == 413


def test_addresses(static: Path) -> None:
    with browsing(guard(static, sizes=Sizes(address=100, values=3))) as browser:
        assert browser.get("/hello?" + "x" * 94).status_code == 200
        assert browser.get("/hello?" + "x" * 95).status_code == 414
        assert browser.get("/hello?a&b&c").status_code == 200
        assert browser.get("/hello?a&b&c&d").status_code == 400
        assert browser.get("/hel%00lo").status_code == 400
        assert browser.get("/hel%0d%0alo").status_code == 400


def test_no_websockets(static: Path) -> None:
    with (
        browsing(guard(static)) as browser,
        pytest.raises(WebSocketDisconnect),
        browser.websocket_connect("/hello"),
    ):
        pass


# --- files

ESCAPES = [
    "../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", "..%5csecret.txt", "..\\secret.txt",
    "in/../../secret.txt", "in/%2e%2e/%2e%2e/secret.txt", "%252e%252e%252fsecret.txt", "....//secret.txt", "link.txt",
    "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd", "..;/secret.txt", "%c0%ae%c0%ae/secret.txt",
    "a.css/../../secret.txt", "a.css%00.txt", "../static-too/secret.txt", "..%2fstatic-too%2fsecret.txt", "", "in",
    "in/", "%", "a" * 300,
]  # fmt: skip


@pytest.mark.parametrize("path", ESCAPES)
def test_no_path_leads_out(static: Path, path: str) -> None:
    with browsing(guard(static)) as browser:
        found = browser.get(f"/static/{path}")
    assert found.status_code in {400, 404}
    assert SECRET not in found.text
    assert "root:" not in found.text


STEPS = ["..", ".", "/", "\\", "%2e", "%2f", "%5c", "%252e", "secret.txt", "static-too", "in", "a.css", "%00", "~", ":"]


@given(st.lists(st.sampled_from(STEPS), max_size=9).map("".join))
def test_no_path_at_all_leads_out(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    root = tmp_path_factory.getbasetemp() / "paths"
    if not root.exists():
        (root / "static" / "in").mkdir(parents=True)
        (root / "static" / "a.css").write_text("body {}", encoding="utf-8")
        (root / "secret.txt").write_text(SECRET, encoding="utf-8")
    with browsing(guard(root / "static")) as browser:
        found = browser.get(f"/static/{path}")
    assert SECRET not in found.text
    assert found.status_code in {200, 307, 400, 404}
    assert found.status_code != 200 or found.text == "body {}"
    assert found.headers.get("location", "http://localhost:8410/static/") == "http://localhost:8410/static/"


# --- what changes something


@pytest.fixture
def at_home(static: Path) -> Iterator[Browser]:
    """Who sits at the machine."""
    with browsing(guard(static)) as browser:
        yield browser


def test_a_form_of_the_site(at_home: Browser) -> None:
    for headers in (FROM_HERE, {"Origin": "http://localhost:8410"}, {**FROM_HERE, "Origin": "null"}):
        found = at_home.post_form("/write", {"told": "是"}, headers=headers)
        assert found.json() == {"by": "wang", "told": "是"}
    found = at_home.post_form("/write", {"told": "是"}, files={"file": b"x"})
    assert found.json() == {"by": "wang", "told": "是"}


def test_a_script_of_the_site(at_home: Browser) -> None:
    headers = {**FROM_HERE, "X-CSRF-Token": at_home.get("/form").text}
    for method in ("POST", "PUT", "DELETE"):
        assert at_home.request(method, "/write", headers=headers).json()["by"] == "wang"


SENT_FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost:9999"},
    {"Origin": "https://localhost:8410"},
    {"Origin": "null"},
    {**FROM_HERE, "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8410"},
    {},
]


@pytest.mark.parametrize("headers", SENT_FROM_ELSEWHERE)
def test_a_form_of_another_site(at_home: Browser, headers: dict[str, str]) -> None:
    """Even with a token that fits."""
    found = at_home.post_form("/write", {"told": "是"}, headers=headers)
    assert found.status_code == 403
    assert "other sites" in found.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_form_without_its_token(at_home: Browser, method: str) -> None:
    assert at_home.request(method, "/write", headers=FROM_HERE).text == OLD_FORM
    at_home.get("/form")
    for told in ({}, {"csrf": ""}, {"csrf": "x" * 80}, {"csrf": "é" * 80}):
        assert at_home.request(method, "/write", data=told, headers=FROM_HERE).text == OLD_FORM
    assert (
        at_home.request(method, "/write", json={"csrf": at_home.get("/form").text}, headers=FROM_HERE).text == OLD_FORM
    )


def test_the_token_of_another_browser(at_home: Browser) -> None:
    other = at_home.get("/form").text
    at_home.cookies.clear()
    assert at_home.post("/write", data={"csrf": other}, headers=FROM_HERE).text == OLD_FORM
    at_home.get("/form")
    assert at_home.post("/write", data={"csrf": other}, headers=FROM_HERE).text == OLD_FORM


def test_a_token_holds_without_memory_of_it(static: Path) -> None:
    with browsing(guard(static, secret=b"one for both")) as browser:
        token_ = browser.get("/form").text
        cookies = dict(browser.cookies)
    with browsing(guard(static, secret=b"one for both")) as browser:
        browser.cookies.update(cookies)
        assert browser.post("/write", data={"csrf": token_}, headers=FROM_HERE).status_code == 200
    with browsing(guard(static, secret=b"another")) as browser:
        browser.cookies.update(cookies)
        assert browser.post("/write", data={"csrf": token_}, headers=FROM_HERE).status_code == 403


@given(st.text(max_size=90), st.text(max_size=50))
def test_no_other_token(text: str, id_: str) -> None:
    assert not is_token(b"secret", id_, text)


def test_each_token_is_another(at_home: Browser) -> None:
    assert len({at_home.get("/form").text for _ in range(5)}) == 5
    assert len(at_home.cookies) == 1


def test_no_form(at_home: Browser) -> None:
    headers = {**FROM_HERE, "Content-Type": "multipart/form-data; boundary=x"}
    assert at_home.post("/write", content=b"--y", headers=headers).status_code in {400, 403}
    headers["Content-Type"] = "multipart/form-data"
    assert at_home.post("/write", content=b"--y", headers=headers).status_code == 400


def test_only_what_has_a_form_has_a_cookie(at_home: Browser) -> None:
    assert "set-cookie" not in at_home.get("/hello").headers
    assert "cache-control" not in at_home.get("/hello").headers
    found = at_home.get("/form")
    assert "set-cookie" in found.headers
    assert found.headers["cache-control"] == "private, no-cache"
    assert found.headers["vary"] == "Cookie"


# --- who may write


def test_a_public_site_takes_nothing(static: Path) -> None:
    with browsing(guard(static, policy=PUBLIC)) as browser:
        assert browser.get("/hello").json() == {"name": "", "may_write": False}
        assert browser.post_form("/write").status_code == 403
        assert browser.get("/hello", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_parts(static: Path, users: Path) -> None:
    for name, may in (("chen", True), ("lin", False)):
        with browsing(guard(static, policy=LOGIN, users=users)) as browser:
            assert browser.log_in(name).text == "in"
            assert browser.get("/hello").json() == {"name": name, "may_write": may}
            found = browser.post_form("/write", {"told": "x"})
            assert (found.status_code == 200) == may
            assert not may or found.json()["by"] == name


def test_the_token_is_the_owner_s_but_beside_users_only_reads(static: Path, users: Path) -> None:
    for options, told in (
        ({}, {"name": "wang", "may_write": True}),
        ({"users": users}, {"name": "", "may_write": False}),
    ):
        with browsing(guard(static, policy=LOGIN, token=token(), **options)) as browser:
            by_header = {"Authorization": f"Bearer {TOKEN}"}
            assert browser.get("/hello", headers=by_header).json() == told
            sent = browser.post("/write", headers=by_header)
            assert sent.status_code == (200 if told["may_write"] else 403)
            assert browser.post("/write", headers={**by_header, "Origin": "https://evil.example"}).status_code == 403
            assert browser.post_form("/login", {"token": TOKEN}).text == "in"
            assert browser.get("/hello").json() == told


# --- the door


def test_who_is_not_logged_in(static: Path, users: Path) -> None:
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        page = browser.get("/hello?q=%E6%9C%83&b=1", headers={"Accept": "text/html,*/*"})
        assert page.status_code == 303
        assert page.headers["location"] == "/login?next=%2Fhello%3Fq%3D%25E6%259C%2583%26b%3D1"
        for path in ("/hello", "/nowhere", "/form", "/led", "/fails"):
            found = browser.get(path)
            assert (found.status_code, found.headers["www-authenticate"]) == (401, "Bearer")
        assert browser.post_form("/write", headers={**FROM_HERE, "Accept": "text/html"}).status_code == 401
        assert browser.get("/login").status_code == 200
        assert browser.get("/static/a.css").status_code == 200
        assert browser.get("/loginx").status_code == 401
        assert browser.get("/login/../hello").status_code == 401


def test_a_site_below_a_prefix(static: Path, users: Path) -> None:
    with Browser(
        guard(static, policy=LOGIN, users=users), base_url="http://localhost", root_path="/news", follow_redirects=False
    ) as browser:
        assert browser.get("/news/static/a.css").status_code == 200
        found = browser.get("/news/hello?a=1", headers={"Accept": "text/html"})
        assert found.headers["location"] == "/news/login?next=%2Fhello%3Fa%3D1"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", f"Bearer {TOKEN}x", f"BEARER {TOKEN[:-1]}", "Bearer é"])
def test_a_wrong_token(static: Path, header: str) -> None:
    with browsing(guard(static, policy=LOGIN, token=token())) as browser:
        for path in ("/hello", "/static/a.css"):
            found = browser.get(path, headers={"Authorization": header.encode("latin-1")})
            assert (found.status_code, found.headers["www-authenticate"]) == (401, 'Bearer error="invalid_token"')


@pytest.mark.parametrize("header", ["", f"Basic {TOKEN}", TOKEN, "Digest x"])
def test_what_is_no_token_of_ours(static: Path, header: str) -> None:
    """A proxy may ask for a password of its own, which browsers then send with everything."""
    with browsing(guard(static, policy=LOGIN, token=token(), by_address=FIVE)) as browser:
        found = [browser.get(path, headers={"Authorization": header}) for path in ("/hello", "/static/a.css") * 4]
        assert [each.status_code for each in found] == [401, 200] * 4


def test_wrong_passwords(static: Path, users: Path) -> None:
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        for name, password in (
            ("chen", ""), ("chen", PASSWORD + " "), ("chen", PASSWORD.upper()), ("Chen", PASSWORD),
            ("nobody", PASSWORD), ("", ""), ("chen", "x" * 3000),
        ):  # fmt: skip
            assert browser.log_in(name, password).status_code == 403
        assert browser.get("/hello").status_code == 401
        assert browser.log_in().text == "in"


def test_whoever_is_not_known_costs_the_same(static: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the time that an answer takes would tell who is known."""
    users = users_file(tmp_path / "u.yml", Cost(ln=11, r=2, p=2))
    spent: list[dict[str, object]] = []
    real = hashlib.scrypt

    def scrypt(password: bytes, **cost: Any) -> bytes:
        spent.append({key: value if key != "salt" else len(value) for key, value in cost.items()})
        return real(password, **cost)

    monkeypatch.setattr(hashlib, "scrypt", scrypt)
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        for name, password in (
            ("chen", "wrong password"),
            ("nobody", "wrong password"),
            ("\x00", ""),
            ("chen", PASSWORD),
        ):
            browser.log_in(name, password)
    assert len(spent) == 4
    assert all(each == spent[0] for each in spent)


# --- cookies and sessions

FLAGS = re.compile(r"(?P<name>[\w-]+)=(?P<id>[\w-]{43}); Path=/; HttpOnly; SameSite=Lax(?P<secure>; Secure)?")


@pytest.mark.parametrize("base", ["http://localhost", "https://localhost"])
def test_cookies(static: Path, users: Path, base: str) -> None:
    with browsing(guard(static, policy=LOGIN, users=users), base) as browser:
        before = FLAGS.fullmatch(browser.get("/login").headers["set-cookie"])
        inside = FLAGS.fullmatch(browser.log_in().headers["set-cookie"])
        assert before is not None
        assert inside is not None
        assert before["id"] != inside["id"]
        secure = base.startswith("https")
        for found in (before, inside):
            assert found["name"] == ("__Host-tongshi" if secure else "tongshi")
            assert bool(found["secure"]) == secure


def test_the_id_changes_with_each_login(static: Path, users: Path) -> None:
    """An id that somebody else has set, or has seen, is worth nothing."""
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        browser.get("/login")
        seen = [browser.cookies["tongshi"]]
        for _ in range(3):
            browser.log_in()
            seen.append(browser.cookies["tongshi"])
        assert len(set(seen)) == 4
        assert browser.get("/hello").status_code == 200
        for id_ in seen[:-1]:
            browser.cookies.clear()
            browser.cookies.set("tongshi", id_)
            assert browser.get("/hello").status_code == 401


def test_a_form_from_before_the_login(static: Path, users: Path) -> None:
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        old = browser.get("/login").text
        browser.log_in()
        assert browser.post("/write", data={"csrf": old}, headers=FROM_HERE).text == OLD_FORM


def test_logging_in_from_another_site(static: Path, users: Path) -> None:
    """Nobody is made to work under another's name."""
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        told = {"name": "lin", "password": PASSWORD}
        assert browser.post("/login", data=told, headers=FROM_HERE).status_code == 403
        assert browser.post_form("/login", told, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert browser.get("/hello").status_code == 401


def test_logging_out(static: Path, users: Path) -> None:
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        browser.log_in()
        id_ = browser.cookies["tongshi"]
        assert browser.get("/logout").status_code == 405
        assert browser.post("/logout", headers=FROM_HERE).status_code == 403
        assert browser.get("/hello").status_code == 200
        assert browser.post_form("/logout").text == "out"
        assert "tongshi" not in browser.cookies
        browser.cookies.set("tongshi", id_)
        assert browser.get("/hello").status_code == 401


@pytest.mark.parametrize(("step", "steps", "inside"), [(99, 9, True), (101, 1, False), (99, 11, False)])
def test_sessions_end(static: Path, users: Path, step: float, steps: int, inside: bool) -> None:
    """By lying idle for 100 seconds, and after 1,000 in any case."""
    clock = Clock()
    lifetime = Lifetime(idle=100, absolute=1000)
    with browsing(guard(static, clock, policy=LOGIN, users=users, lifetime=lifetime)) as browser:
        browser.log_in()
        for _ in range(steps):
            clock.now += step
            found = browser.get("/hello").status_code
        assert (found == 200) == inside


def test_sessions_are_bounded() -> None:
    sessions = Sessions(Lifetime(sessions=3), Clock())
    ids = [sessions.open(None) for _ in range(3)]
    sessions.find(ids[0])
    ids.append(sessions.open(None))
    assert len(sessions) == 3
    assert [sessions.find(id_) is not None for id_ in ids] == [True, False, True, True]


@pytest.mark.parametrize("roles", [{"lin": "reader"}, {"chen": "reader"}, {"chen": "reviewer"}])
def test_who_is_removed_or_changed_is_out_at_once(static: Path, users: Path, roles: dict[str, str]) -> None:
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        browser.log_in()
        assert browser.get("/hello").status_code == 200
        users_file(users, **roles)  # with another salt
        assert browser.get("/hello").status_code == 401


def test_who_is_added_can_come_at_once(static: Path, users: Path) -> None:
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        assert browser.log_in("zhao").status_code == 403
        users_file(users, zhao="reader")
        assert browser.log_in("zhao").status_code == 200


@pytest.mark.parametrize("text", ["- name: [", None])
def test_a_file_that_breaks_lets_nobody_in(static: Path, users: Path, text: str | None) -> None:
    with browsing(guard(static, policy=LOGIN, users=users)) as browser:
        browser.log_in()
        users.write_text(text, encoding="utf-8") if text else users.unlink()
        assert browser.get("/hello").status_code == 401
        assert browser.log_in().status_code == 403


@pytest.mark.parametrize("value", ["", "x", "a" * 42, "a" * 44, "é" * 43, "a" * 42 + "*", '"' + "a" * 43])
def test_cookies_that_are_none(at_home: Browser, value: str) -> None:
    found = at_home.get("/form", headers={"Cookie": f"tongshi={value}".encode("latin-1")})
    assert found.status_code == 200
    assert FLAGS.fullmatch(found.headers["set-cookie"])


# --- keys of feeds


def key_of(guarded: Guard, name: str = "chen") -> str:
    with browsing(guarded) as browser:
        browser.log_in(name)
        return str(browser.get("/key").text)


def test_a_key_opens_feeds_and_nothing_else(static: Path, users: Path) -> None:
    site = guard(static, policy=LOGIN, users=users)
    key = key_of(site)
    assert re.fullmatch(r"reader=chen&key=[0-9a-f]{40}", key)
    assert key != key_of(site, "lin")
    assert key == key_of(guard(static, policy=LOGIN, users=users)), "it outlives the server"
    with browsing(site) as reader:
        told = reader.get(f"/contacts.atom?pair=CN-US&{key}&q=%E6%9C%83")
        assert told.json() == {"name": "chen", "may_write": False, "q": "pair=CN-US&q=%E6%9C%83"}
        assert told.headers["cache-control"] == "private, no-cache"
        assert reader.get("/contacts.atom").status_code == 401
        assert reader.get(f"/hello?{key}").status_code == 401
        assert reader.post(f"/write?{key}").status_code in {401, 403}


def test_a_key_ends_with_the_password(static: Path, users: Path) -> None:
    site = guard(static, policy=LOGIN, users=users)
    key = key_of(site)
    add_user(users, "chen", "reviewer", lambda: "another horse battery")
    with browsing(site) as reader:
        assert reader.get(f"/contacts.atom?{key}").status_code == 401
    remove_user(users, "chen")
    with browsing(site) as reader:
        assert reader.get(f"/contacts.atom?{key}").status_code == 401


def test_the_key_of_the_token(static: Path, users: Path) -> None:
    site = guard(static, policy=LOGIN, users=users, token=token())
    with browsing(site) as browser:
        browser.post_form("/login", {"token": TOKEN})
        key = browser.get("/key").text
    assert re.fullmatch(r"key=[0-9a-f]{40}", key)
    with browsing(site) as reader:
        assert reader.get(f"/contacts.atom?{key}").json() == {"name": "", "may_write": False, "q": ""}
    with browsing(guard(static, policy=LOGIN, users=users)) as reader:
        assert reader.get(f"/contacts.atom?{key}").status_code == 401, "where there is no token"
        assert reader.get(f"/contacts.atom?reader=lin&{key}").status_code == 401, "nor that of somebody else"


def test_where_nobody_logs_in_a_key_says_nothing(static: Path) -> None:
    for policy_ in (LOCAL, PUBLIC):
        with browsing(guard(static, policy=policy_)) as reader:
            assert reader.get("/contacts.atom?a=1&reader=x&key=y").json()["q"] == "a=1"


@pytest.mark.parametrize(
    "key", ["key=", "key=x", "reader=chen&key=%00", "reader=nobody&key=" + "0" * 40, "key=%E9%8D%B5"]
)
def test_keys_are_tried_as_seldom(static: Path, users: Path, key: str) -> None:
    with browsing(guard(static, policy=LOGIN, users=users, by_address=FIVE)) as reader:
        found = [reader.get(f"/contacts.atom?{key}").status_code for _ in range(7)]
        assert found == [401] * 5 + [429] * 2


# --- tries


def tries(browser: Browser, name: str, count: int) -> list[int]:
    return [browser.log_in(name, "wrong password").status_code for _ in range(count)]


def test_tries_of_an_address(static: Path, users: Path) -> None:
    clock = Clock()
    site = guard(static, clock, policy=LOGIN, users=users, by_address=FIVE)
    with browsing(site) as browser:
        assert [tries(browser, f"user{number}", 1)[0] for number in range(7)] == [403] * 5 + [429] * 2
        found = browser.log_in()
        assert found.status_code == 429, "whoever tried too often waits, even with the right password"
        assert found.headers["retry-after"] == "60"
        assert browser.get("/hello").status_code == 401
    with browsing(site, client="192.0.2.2") as browser:
        assert browser.log_in().status_code == 200
    with browsing(site) as browser:
        clock.now += 59
        assert browser.log_in().status_code == 429
        clock.now += 1
        assert browser.log_in().status_code == 200


def test_tries_for_a_name(static: Path, users: Path) -> None:
    """From many addresses."""
    site = guard(static, policy=LOGIN, users=users, by_name=FIVE)
    found = []
    for number in range(7):
        with browsing(site, client=f"192.0.2.{number}") as browser:
            found += tries(browser, "chen", 1)
            assert browser.log_in("lin").status_code == 200
    assert found == [403] * 5 + [429] * 2


def test_the_window_slides(static: Path, users: Path) -> None:
    clock = Clock()
    with browsing(guard(static, clock, policy=LOGIN, users=users, by_address=FIVE)) as browser:
        found = []
        for _ in range(12):
            found += tries(browser, "chen", 1)
            clock.now += 10
        # five tries in any sixty seconds
        assert found == [403] * 5 + [429] + [403] * 5 + [429]


def test_right_ones_do_not_count_and_do_not_excuse(static: Path, users: Path) -> None:
    with browsing(guard(static, policy=LOGIN, users=users, by_address=FIVE)) as browser:
        assert [browser.log_in("lin").status_code for _ in range(8)] == [200] * 8
        found = []
        for _ in range(6):
            found += tries(browser, "chen", 1)
            browser.log_in("lin")
        assert found == [403] * 5 + [429]


def test_tokens_are_tried_as_seldom(static: Path) -> None:
    with browsing(guard(static, policy=LOGIN, token=token(), by_address=FIVE)) as browser:
        wrong, right = ({"Authorization": f"Bearer {each}"} for each in ("x" * 20, TOKEN))
        assert [browser.get("/hello", headers=right).status_code for _ in range(8)] == [200] * 8
        found = [browser.get("/hello", headers=wrong).status_code for _ in range(3)]
        found += [browser.post_form("/login", {"token": "x" * 20}).status_code for _ in range(3)]
        assert found == [401] * 3 + [403] * 2 + [429]
        assert browser.get("/hello", headers=right).headers["retry-after"]


def test_many_tries_at_once(static: Path, tmp_path: Path) -> None:
    """Counted when they begin, so that none slips through while another is looked at."""
    users = users_file(tmp_path / "u.yml", Cost(ln=13))
    with browsing(guard(static, policy=LOGIN, users=users, by_address=FIVE)) as browser:
        told = {"csrf": browser.get("/login").text, "name": "chen", "password": "wrong password"}
        with ThreadPoolExecutor(16) as pool:
            sent = [pool.submit(browser.post, "/login", data=told, headers=FROM_HERE) for _ in range(32)]
            found = [each.result().status_code for each in sent]
    assert sorted(found) == [403] * 5 + [429] * 27


def test_what_is_remembered_is_bounded() -> None:
    clock = Clock()
    attempts = Attempts(Limit(tries=2, seconds=60, keys=100), clock)
    for number in range(1000):
        attempts.wait(str(number))
        attempts.count(str(number))
    assert len(attempts) == 100
    clock.now += 61
    assert attempts.wait("999") == 0
    assert len(attempts) == 99


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 30)), max_size=60))
def test_never_more_than_so_many_in_any_window(steps: list[tuple[str, float]]) -> None:
    clock = Clock()
    attempts = Attempts(Limit(tries=3, seconds=60), clock)
    taken: dict[str, list[float]] = {"a": [], "b": []}
    for key, later in steps:
        clock.now += later
        recent = [each for each in taken[key] if each > clock.now - 60]
        wait = attempts.wait(key)
        assert (wait == 0) == (len(recent) < 3)
        if not wait:
            attempts.count(key)
            taken[key].append(clock.now)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("testclient", "testclient", True),
    ],
)
def test_whose_an_address_is(one: str, other: str, same: bool) -> None:
    assert (place(one) == place(other)) == same


# --- proxies


def test_whose_word_is_taken(static: Path, users: Path) -> None:
    """For the scheme, and for the address that tries are counted by."""
    site = guard(static, policy=LOGIN, users=users, by_address=FIVE, proxies=("10.0.0.1",))
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5"}
    with browsing(site, client="10.0.0.1") as browser:
        found = browser.get("/login", headers=told)
        assert "Secure" in found.headers["set-cookie"]
        assert "strict-transport-security" in found.headers
        sent = {"name": "chen", "password": "wrong password", "csrf": found.text}
        origin = {"Origin": "https://localhost:8410", "Cookie": found.headers["set-cookie"].partition(";")[0]}
        codes = [browser.post("/login", data=sent, headers={**told, **origin}).status_code for _ in range(6)]
        assert codes == [403] * 5 + [429]
        other = {**told, **origin, "X-Forwarded-For": "203.0.113.6"}
        assert browser.post("/login", data=sent, headers=other).status_code == 403
        forged = {**told, **origin, "X-Forwarded-For": "198.51.100.1, 203.0.113.5"}
        assert browser.post("/login", data=sent, headers=forged).status_code == 429, (
            "what a visitor tells does not count"
        )
    with browsing(site, client="10.0.0.2") as browser:
        found = browser.get("/login", headers=told)
        assert "Secure" not in found.headers["set-cookie"]
        assert "strict-transport-security" not in found.headers


# --- where one is led afterwards


@pytest.mark.parametrize(
    "path",
    ["/", "/contacts", "/contacts?between=US,CN&q=%E6%9C%83", "/a//b", "/a:b", "/contacts/c1#x", "/?next=//evil"],
)
def test_own_paths(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "contacts", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
     "javascript:alert(1)", "/\t/evil.example", "\t//evil.example", " //evil.example", "/\n/evil.example", "http:evil",
     "/a\r\nSet-Cookie: x=1", "@evil.example", "/" + "a" * 5000, "/\u00a0/evil", "/a\\b"],
)  # fmt: skip
def test_paths_of_others(path: str) -> None:
    assert own_path(path) == "/"


PIECES = [
    "/",
    "\\",
    "\t",
    "\n",
    " ",
    "\x00",
    ":",
    "@",
    "?",
    "#",
    "evil.example",
    "http",
    "https:",
    ".",
    "%2f",
    "。",
    "／",
    "a",
]
PATHS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@given(st.one_of(PATHS, st.text(string.printable, max_size=20), st.text(max_size=20)))
@example("/\t/evil.example")
@example("/\\evil.example")
def test_nobody_is_led_to_another_site(path: str) -> None:
    """As browsers read addresses: without tabs and line breaks, control characters around, `\\` for `/`."""
    led = own_path(path)
    read = re.sub(r"[\t\n\r]", "", led.strip("".join(map(chr, range(33))))).replace("\\", "/")
    assert urlsplit(urljoin("http://here.example/login", read)).netloc == "here.example"
    assert not read.startswith("//")
    assert "\n" not in led
    assert "\r" not in led


# --- the file of users


def test_hashes() -> None:
    made = hash_of(PASSWORD, CHEAP)
    assert parse_hash(str(made)) == made
    assert made.matches(PASSWORD)
    assert not made.matches(PASSWORD + "x")
    assert hash_of(PASSWORD, CHEAP).salt != made.salt
    assert not hash_of("x" * 1024, CHEAP).matches("x" * 1025)
    kept = parse_hash(str(hash_of(PASSWORD)))
    assert (kept.cost.ln, kept.cost.r, kept.cost.p) == (15, 8, 3), "32 MiB, three times"


def test_a_hash_is_scrypt_s() -> None:
    made = hash_of("密碼是十個字以上的話", CHEAP)
    told = hashlib.scrypt("密碼是十個字以上的話".encode(), salt=made.salt, n=1024, r=1, p=1, dklen=32)
    assert made.digest == told


@pytest.mark.parametrize("text", ["123456789", "", "字" * 342])
def test_no_password(text: str) -> None:
    with pytest.raises(AccessError, match="a password has"):
        hash_of(text, CHEAP)


HASH = str(hash_of(PASSWORD, CHEAP))
GOOD = f"- name: chen\n  role: reviewer\n  password: {HASH}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("chen: x", ":1: expected a list of users"),
        (GOOD + "- chen", ":4: expected name, role, password, each a text"),
        (GOOD + GOOD, ":4: chen: given twice"),
        (GOOD + "  extra: x\n", ":1: expected name"),
        (GOOD + "  name: chen\n", ":1: expected name"),
        (GOOD.replace("chen", "'a b'"), ":1: 'a b': a name has"),
        (GOOD.replace("chen", "[chen]"), ":1: expected name"),
        (GOOD.replace("reviewer", "admin"), ":1: 'admin': not one of reader, reviewer"),
        (GOOD.replace(HASH, "hunter2"), ":1: not a hash"),
        (GOOD.replace("ln=10", "ln=30"), ":1: ln=30,r=1,p=1: too cheap or too dear"),
        (GOOD.replace("ln=10", "ln=01"), "too cheap"),
        (GOOD.replace("p=1", "p=0"), "too cheap"),
        ("- [", ":1: not YAML"),
        ("[" * 5000, ": not YAML"),
        ("\x00", ": not YAML"),
        (" " * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_a_file_that_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "users.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AccessError) as found:
        read_users(path)
    assert str(found.value).startswith(str(path))
    assert told in str(found.value)
    assert "\n" not in str(found.value)


ANY = st.one_of(
    st.binary(max_size=300), st.text(max_size=99).map(lambda text: f"- name: {text}".encode(errors="ignore"))
)


@given(ANY)
def test_any_bytes_as_a_file(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(data)
    told = ""
    try:
        assert not read_users(path)
    except AccessError as error:
        told = str(error)
    assert not told or told.startswith(str(path))
    assert "\n" not in told


def test_json_is_yaml_too(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    path.write_text(json.dumps([{"name": "陳", "role": "reader", "password": HASH}]), encoding="utf-8")
    (user,) = read_users(path)
    assert (user.name, user.role) == ("陳", Role.reader)
    assert UserFile(path).find("陳") == user
    assert replace(user, password=hash_of(PASSWORD, CHEAP)) != user


# --- the commands

Asked = Callable[..., str]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    """Runs `tongshi users`, with a password on standard input, and tells what it writes."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, password: str = PASSWORD, code: int = 0) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        with pytest.raises(SystemExit, match=str(code)):
            main(["users", *arguments])
        return "".join(capsys.readouterr())

    return run


def test_adding_changing_removing(asked: Asked, tmp_path: Path) -> None:
    path = tmp_path / "users.yml"
    assert asked("add", "陳", "--role", "reviewer", "--file", "users.yml") == "陳 added: reviewer\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    asked("add", "lin", "--file", "users.yml")
    assert PASSWORD not in path.read_text(encoding="utf-8")
    assert [(user.name, str(user.role)) for user in read_users(path)] == [("陳", "reviewer"), ("lin", "reader")]
    assert read_users(path)[0].password.matches(PASSWORD)
    told = asked("list", "--file", "users.yml")
    assert re.search(r"陳 +reviewer\n.*lin +reader", told)
    path.chmod(0o644)
    assert asked("add", "lin", "--file", "users.yml", password="another password") == "lin changed: reader\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_users(path)[1].password.matches("another password")
    asked("remove", "陳", "--file", "users.yml")
    assert [user.name for user in read_users(path)] == ["lin"]
    assert [each.name for each in tmp_path.iterdir()] == ["users.yml"]


@pytest.mark.parametrize(
    ("arguments", "password", "told"),
    [
        (["add", "a b"], PASSWORD, "'a b': a name has letters"),
        (["add", "zhao"], "short", "a password has 10 characters at least"),
        (["remove", "zhao"], "", "zhao: no such user"),
        (["add", "zhao"], "", "a password has"),
    ],
)
def test_mistakes_change_nothing(asked: Asked, users: Path, arguments: list[str], password: str, told: str) -> None:
    before = users.read_bytes()
    assert told in asked(*arguments, "--file", str(users), password=password, code=2)
    assert users.read_bytes() == before


def test_a_broken_file_is_not_written_over(asked: Asked, users: Path) -> None:
    users.write_text("- chen\n", encoding="utf-8")
    assert ":1: expected name" in asked("add", "zhao", "--file", str(users), code=2)
    assert users.read_text(encoding="utf-8") == "- chen\n"


def test_a_folder_that_is_not_there(asked: Asked, tmp_path: Path) -> None:
    assert "No such file" in asked("add", "zhao", "--file", str(tmp_path / "none" / "users.yml"), code=2)
    assert "No such file" in asked("list", "--file", str(tmp_path / "none.yml"), code=2)


def test_policies_are_told_apart() -> None:
    """So that the tests above test what they say."""
    assert {LOCAL.access, LOGIN.access, PUBLIC.access} == set(Access)
    assert Policy(access=Access.local).hosts == LOOPBACK


# --- the pages at the door


@pytest.fixture
def door(users: Path) -> Iterator[Browser]:
    """A site with nothing but a first page, and those at the door."""
    settings = GuardSettings(policy=LOGIN, users=users, token=token(), by_address=FIVE)
    with browsing(doors(settings)) as browser:
        yield browser


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the first form of a page."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.partition("</form>")[0]))


def test_logging_in_and_out_by_pages(door: Browser) -> None:
    as_page = {"Accept": "text/html"}
    led = door.get("/?q=1", headers=as_page)
    page = door.get(led.headers["location"]).text
    told = {**fields(page), "name": "chen", "password": PASSWORD}
    assert told["next"] == "/?q=1"
    found = door.post("/login", data=told, headers=FROM_HERE)
    assert (found.status_code, found.headers["location"]) == (303, "/?q=1")
    assert door.get("/").text == "chen"
    account = door.get("/account").text
    assert "<bdi>chen</bdi>" in account
    assert "decide" in account
    assert re.search(r'href="/contacts\.ics\?reader=chen&amp;key=[0-9a-f]{40}"', account)
    assert door.get("/login?next=/x").headers["location"] == "/x"
    found = door.post("/logout", data=fields(account), headers=FROM_HERE)
    assert (found.status_code, found.headers["location"]) == (303, "/login")
    assert found.headers["clear-site-data"] == '"cache"'
    assert door.get("/account", headers=as_page).headers["location"] == "/login?next=%2Faccount"


@pytest.mark.parametrize("there", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_page_leads_to_no_other_site(door: Browser, there: str) -> None:
    page = door.get("/login", params={"next": there}).text
    assert fields(page)["next"] == "/"
    told = {**fields(page), "name": "chen", "password": PASSWORD, "next": there}
    assert door.post("/login", data=told, headers=FROM_HERE).headers["location"] == "/"
    assert door.get("/login", params={"next": there}).headers["location"] == "/"
    assert door.get("/language/en", params={"next": there}).headers["location"] == "/"


@pytest.mark.parametrize(
    ("accepted", "words"),
    [("en", ("Sign in", "is not right", "Too many tries. Try again in a minute")),
     ("zh-CN", ("登录", "不正确", "请在 1 分钟后再试")), ("zh-TW", ("登入", "不正確", "請在 1 分鐘後再試"))],
)  # fmt: skip
def test_the_page_speaks_three_languages(door: Browser, accepted: str, words: tuple[str, ...]) -> None:
    headers = {**FROM_HERE, "Accept-Language": accepted}
    page = door.get("/login", headers=headers).text
    assert f"<h1>{words[0]}</h1>" in page
    told = {**fields(page), "name": "chen<i>", "password": "wrong password"}
    found = [door.post("/login", data=told, headers=headers) for _ in range(6)]
    assert [each.status_code for each in found] == [403] * 5 + [429]
    assert words[1] in found[0].text
    assert 'value="chen&lt;i&gt;"' in found[0].text
    assert PASSWORD not in found[0].text
    assert "wrong password" not in found[0].text
    assert words[2] in found[-1].text
    assert found[-1].headers["retry-after"] == "60"


def test_a_refusal_as_a_page_and_as_a_line(door: Browser) -> None:
    page = door.post("/login", headers={**FROM_HERE, "Accept": "text/html"})
    assert (page.status_code, "<h1>This was not taken</h1>" in page.text) == (403, True)
    assert door.post("/login", headers=FROM_HERE).text == OLD_FORM
    long = door.get("/login?" + "x" * 9000, headers={"Accept": "text/html", "Accept-Language": "zh-TW"})
    assert (long.status_code, "地址過長" in long.text) == (414, True)


@pytest.mark.parametrize("policy_", [LOCAL, PUBLIC])
def test_no_door_where_nobody_has_to_log_in(policy_: Policy) -> None:
    with browsing(doors(GuardSettings(policy=policy_, owner="wang"))) as browser:
        assert browser.get("/").text == ("wang" if policy_ is LOCAL else "")
        for path in ("/login", "/account"):
            assert browser.get(path).status_code == 404
