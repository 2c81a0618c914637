"""All commands of the command line."""

from __future__ import annotations

from typing import Any

from tongshi.cli import all_commands


def commands() -> dict[str, Any]:
    """By name; those of a group as `review log`, the group itself too."""
    found: dict[str, Any] = {}
    for name, command in vars(all_commands())["commands"].items():
        found[name] = command
        found |= {f"{name} {inner}": each for inner, each in vars(command).get("commands", {}).items()}
    return found
