"""``quizkit rules``: what lint looks for."""

from __future__ import annotations

import json

import click


@click.command("rules")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(form: str) -> None:
    """List the rules of lint: code, level, name.

    \b
    Example: quizkit rules
    """
    from quizkit.lint.rule import all_rules

    rules = all_rules()
    if form == "json":
        listed = [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.value,
                "explanation": rule.explanation,
            }
            for rule in rules
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for rule in rules:
        click.echo(f"{rule.code}  {rule.severity.value:<8} {rule.name}")
    click.echo('"quizkit explain CODE" tells more about one.', err=True)
