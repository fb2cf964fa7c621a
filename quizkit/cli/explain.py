"""``quizkit explain``: one rule in full."""

from __future__ import annotations

from textwrap import fill, indent

import click


@click.command("explain")
@click.argument("rule", metavar="CODE")
def command(rule: str) -> None:
    """Explain a rule by its code or name: why, a bad and a good example.

    \b
    Example: quizkit explain QK207
    """
    from quizkit.lint.rule import find_rule

    found = find_rule(rule)
    click.echo(f"{found.code} {found.name} ({found.severity.value})\n")
    click.echo(fill(" ".join(found.explanation.split()), 80))
    if found.options:
        values = ", ".join(f"{name} = {value:g}" for name, value in found.options)
        click.echo(f"\nIn the settings: [options] {found.code} = {{{values}}}")
    for title, example in (("Bad", found.bad), ("Good", found.good)):
        texts = (example,) if isinstance(example, str) else tuple(example)
        for text in texts:
            click.echo(f"\n{title}:\n\n{indent(text.rstrip(), '    ')}")
