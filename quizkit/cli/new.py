"""``quizkit new``: a small quiz to start from."""

from __future__ import annotations

from pathlib import Path

import click

from quizkit.errors import ExportRefused

STARTER = """\
---
# Everything between the two lines of dashes is optional, and what follows # is for you alone.
# Below, each question is a heading, what is asked, and the options: ✅ right, ❌ wrong.
# All of it is ordinary Markdown. Replace these questions by your own.
title: My first quiz
language: en
points: 1
---

# My first quiz

## A capital

What is the capital of France?

- ✅ Paris
- ❌ Lyon
  > Lyon is the third largest city. (A quote inside an option is its feedback.)
- ❌ Marseille
  > Marseille is the second largest city.

## Even numbers

Which of these numbers are even? Choose all that apply.

- ✅ 2
- ✅ 10
- ❌ 3
- ❌ 7

### Explanation

A number is even when two divides it without a remainder. Every student reads this text.

### Hint

Try to split each number into two equal parts.

## True or false?

Zero is an even number.

- ✅ True
- ❌ False
"""


@click.command("new", epilog="Example: quizkit new quiz.md")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Write a small commented quiz to start from; a file that is there is never changed."""
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(STARTER)
    except FileExistsError:
        raise ExportRefused(f"{file} is there already; choose another name") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ExportRefused(f"cannot write {file}: {reason}") from error
    click.echo(f"wrote {file}; next: quizkit lint {file}, quizkit export {file} --to all", err=True)
