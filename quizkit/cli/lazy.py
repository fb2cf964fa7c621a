"""A group that loads a command's module when the command is run, not before."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "lint": "Check quizzes: what is wrong, where, and what to do.",
    "export": "Write quizzes for Moodle, Canvas, QTI 2.1, GIFT, paper or JSON.",
    "import": "Turn quizzes of other formats into Markdown.",
    "diff": "Say what differs between two quizzes, in any formats.",
    "freeze": "Write into a source what each question is called, once.",
    "scores": "Show what each kind of response earns, in every target.",
    "preview": "Show a quiz in the browser, and follow every change.",
    "new": "Write a small quiz to start from.",
    "formats": "List the targets, and what each keeps, adapts and loses.",
    "rules": "List the rules of lint.",
    "explain": "Explain a rule, with a bad and a good example.",
    "server": "Talk with an editor (Language Server Protocol).",
    "schema": "Print the JSON Schema of the canonical format.",
}
_MODULES = {"import": "import_command"}
"""Where a command's name is a word of Python."""


class LazyGroup(click.Group):
    """Knows its commands and their one-line help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"quizkit.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from quizkit.errors import UnknownName

            raise UnknownName("command", name, tuple(COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
