"""``quizkit schema``: the JSON Schema of the canonical format."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema (2020-12) of a quiz in its canonical form.

    An editor that knows it completes and checks *.quiz.json files.

    \b
    Example: quizkit schema > quiz.schema.json
    """
    from quizkit.schema import schema_text

    click.echo(schema_text(), nl=False)
