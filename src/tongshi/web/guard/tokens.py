"""A token that opens the site: read from a file or from the environment, kept as a digest only."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from tongshi.errors import AccessError

#: Environment variable with the token, where no file has it.
VARIABLE = "TONGSHI_TOKEN"

#: A shorter one could be guessed; a file that is longer is none of a token.
MIN_LENGTH, MAX_LENGTH = 16, 1024


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of the token: enough to tell it."""

    digest: bytes

    def matches(self, given: str) -> bool:
        """Whether it is the token; how long it takes tells nothing of it."""
        return hmac.compare_digest(_digest(given), self.digest)


def token_of(text: str, where: str) -> Token:
    """The token, white space around it left out; raises AccessError, which names `where` it stands."""
    token = text.strip()
    if not token.isascii() or not token.isprintable() or " " in token:
        raise AccessError(f"{where}: a token has letters, digits and signs of ASCII, without spaces")
    if not MIN_LENGTH <= len(token) <= MAX_LENGTH:
        raise AccessError(f"{where}: a token has {MIN_LENGTH} characters at least and {MAX_LENGTH:,} at most")
    return Token(_digest(token))


def read_token(path: Path) -> Token:
    """The token that a file holds; raises AccessError."""
    try:
        with path.open("rb") as file:
            text = file.read(2 * MAX_LENGTH).decode("utf-8-sig")
    except OSError as error:
        raise AccessError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise AccessError(f"{path}: not UTF-8") from error
    return token_of(text, str(path))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
