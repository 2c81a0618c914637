"""What may be told of how articles and contacts changed, and of copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from tongshi import changes
from tongshi.errors import NotFoundError, TongshiError
from tongshi.lineage import ContactChange, ContactState, ContactVersion
from tongshi.rights.held import HeldRelease
from tongshi.store import ChangedArticle, PostCopy, PostLine


class VersionRelease(HeldRelease):
    """Versions and copies of articles, contacts at two builds."""

    # --- articles

    def versions(self, post: str) -> tuple[PostLine, ...]:
        """As `Store.versions`."""
        return tuple(self._line(line) for line in self._store.versions(post) if self._may(line.post))

    def changed(self, since: int | None = None, until: int | None = None) -> Iterator[ChangedArticle]:
        """As `Store.changed`."""
        for article in self._store.changed(since, until):
            lines = tuple(self._line(line) for line in article.versions if self._may(line.post))
            if lines:
                yield ChangedArticle(lines)

    def post_lines(self, posts: Collection[str]) -> tuple[PostLine, ...]:
        """As `Store.post_lines`."""
        return tuple(self._line(line) for line in self._store.post_lines([post for post in posts if self._may(post)]))

    def copies(
        self, post: str | None = None, kinds: Sequence[str] = (), limit: int | None = None
    ) -> Iterator[PostCopy]:
        """As `Store.copies`."""
        found = self._store.copies(post, kinds, None if self._posts else limit)
        kept = (each for each in found if self._may(each.one.post) and self._may(each.other.post))
        for each in islice(kept, limit):
            yield replace(each, one=self._line(each.one), other=self._line(each.other))

    def difference(self, old: str, new: str) -> changes.Difference:
        """What was changed from the post `old` to the post `new`, as much of it as may be given."""
        whole = [self._store.reading(self._given_post(post)) for post in (old, new)]
        return changes.given(changes.difference(*whole), *map(self._stored, whole))

    def _line(self, line: PostLine) -> PostLine:
        return replace(
            line,
            name=self.file_name(line.name),
            path=self.file_name(line.path),
            title=self.title(line.title),
            url=self.address(line.url),
            archive_url=self.address(line.archive_url),
        )

    # --- contacts

    def contact_changes(self, since: int, until: int | None = None) -> Iterator[ContactChange]:
        """As `Store.contact_changes`; withheld where either state has something that is: it cannot be told apart."""
        for change in self._store.contact_changes(since, until):
            if all(self._state_may(state) for state in (change.before, change.after) if state):
                yield change
            else:
                self.left_out["contacts"] += 1

    def contact_as_of(self, id_: str, build: int) -> ContactVersion:
        """As `Store.contact_as_of`; raises NotFoundError where the contact is withheld too, then or in part."""
        version = self._store.contact_as_of(id_, build)
        if version.state and not self._state_may(version.state):
            raise NotFoundError(f"{version.contact}: this contact is withheld")
        return version

    def contact_versions(self, contact: str) -> tuple[tuple[ContactVersion, str], ...]:
        """As `Store.contact_versions`, without those that have something withheld."""
        found = self._store.contact_versions(contact)
        return tuple(each for each in found if each[0].state is None or self._state_may(each[0].state))

    def _state_may(self, state: ContactState) -> bool:
        people = state.said.get("participants") or ()
        named = any(self._is_withheld(each.get("person", ""), each.get("name"), each.get("latin")) for each in people)
        return not named and self._posts.isdisjoint(state.reports.values())

    def build_named(self, given: str) -> int:
        """The number of a build, or of the last one that had ended on a day; raises TongshiError."""
        if given.isascii() and given.isdigit():
            return int(given)
        try:
            return self._store.build_of(dt.date.fromisoformat(given))
        except ValueError as error:
            raise TongshiError(f"{given}: neither the number of a build nor a day (YYYY-MM-DD)") from error
