"""All commands of the command line."""

from __future__ import annotations

from typing import Any

import typer

from tongshi.cli import app


def commands() -> dict[str, Any]:
    """By name; those of a group as `review log`, the group itself too."""
    found: dict[str, Any] = {}
    for name, command in vars(typer.main.get_command(app))["commands"].items():
        found[name] = command
        found |= {f"{name} {inner}": each for inner, each in vars(command).get("commands", {}).items()}
    return found
