"""``quizkit formats``: the targets, and what may become of each feature there."""

from __future__ import annotations

import json

import click

from quizkit.cli.fidelity import align
from quizkit.errors import BrokenPlugin
from quizkit.formats.base import Exporter, Feature, Fidelity
from quizkit.formats.registry import exporter_names, load_exporter


@click.command("formats", epilog="Example: quizkit formats")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(form: str) -> None:
    """List the targets, and what each keeps, adapts and loses.

    The table names the worst that may happen to a feature; what happens to a quiz of yours,
    question by question, is what export says.
    """
    exporters: list[Exporter] = []
    for name in exporter_names():
        try:
            exporters.append(load_exporter(name))
        except BrokenPlugin as error:
            click.echo(f"quizkit: {error}", err=True)
    if form == "json":
        data = [_data(exporter) for exporter in exporters]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in align([["target", "file", "for"], *(_row(exporter) for exporter in exporters)]):
        click.echo(line)
    engines = [engine for exporter in exporters for engine in exporter.engines]
    rows = [["", *(engine.label for engine in engines)]]
    for feature in Feature:
        cells = (engine.cell(feature) for engine in engines)
        rows.append([feature.value, *cells])
    click.echo()
    for line in align(rows):
        click.echo(line)
    click.echo(
        "\nmostly: kept save for a few cases, which docs/fidelity.md and --format json name."
    )


def _row(exporter: Exporter) -> list[str]:
    labels = ", ".join(engine.label for engine in exporter.engines)
    return [exporter.name, f"*{exporter.suffix}", labels]


def _data(exporter: Exporter) -> dict[str, object]:
    return {
        "name": exporter.name,
        "label": exporter.label,
        "suffix": exporter.suffix,
        "engines": [
            {
                "name": engine.name,
                "label": engine.label,
                "fidelity": {
                    feature.value: engine.fidelity.get(feature, Fidelity.KEPT).value
                    for feature in Feature
                },
                "save": {feature.value: when for feature, when in engine.save.items()},
            }
            for engine in exporter.engines
        ],
    }
