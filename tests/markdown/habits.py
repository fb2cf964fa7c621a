"""One small quiz in the syntax of each other tool that is read."""

from __future__ import annotations

from quizkit.lint.engine import check
from quizkit.reading import Reading

LIA = """\
<!--
author:   A. N. Author
language: de
narrator: Deutsch Female
comment:  Ein Kurs über Planeten.
tags:     planeten, sonne
-->

# Planeten

Erst ein Wort zur Sonne.

## Der größte

Welcher Planet ist der größte?

- [( )] Mars
- [(X)] Jupiter
  mit vielen Monden

  ```c
  int x;
  ```
- [( )] Venus
[[?]] Er hat einen roten Fleck.
***
Jupiter ist *elfmal* so breit wie die Erde.
***

## Welche haben Ringe?

[[X]] Saturn
[[ ]] Venus
[[X]] Uranus

## Monde

Wie heißt der größte Mond des Saturn?

[[Titan]]

Wie viele Monde hat der Mars?

    [[2]]

## Lücken

Der Mars ist [[rot]], die Venus [[ kalt | (heiß) ]] und {nicht grün}.

## Was ist was?

- [[Planet] (Stern)]
- [[X]       ( )   ] Mars
- [[ ]       (X)   ] Sirius

## Auswahl

Näher an der Sonne als die Erde ist

[[ Mars | (Venus) | (Merkur) ]]

## Ordnung

Von innen nach außen:

@dragdroporder(@uid,Merkur|Venus|Erde)
"""

MKDOCS = """\
# Lesson

=== "Tab"

    <quiz>
    Which planets have rings?

    - [x] Saturn
    > Seven of them.
    - [] Venus
    - [X] Uranus

    ## More

    Neptune has some too.
    </quiz>

```markdown
<quiz>
Only an example
- [x] yes
- [ ] no
</quiz>
```

<quiz>
The red planet is [[Mars]], and `[[this]]` is code. It has [[2]] moons.

---
Phobos and Deimos.
</quiz>

<?quiz?>
question: Is the Sun a star?
answer-correct: Yes
answer: No
content:
<em>It is.</em>
<?/quiz?>
"""

QUIZDOWN = """\
---
shuffle_answers: false
shuffle_questions: true
locale: de
---

### Welcher Planet ist rot?

> Er ist nach einem Gott benannt.

1. [ ] Venus
2. [x] Mars
   > So ist es.

### Von innen nach außen

1. Merkur
2. Venus
3. Erde
"""

FREECODECAMP = """\
---
id: 1234
title: Planets Quiz
challengeType: 8
dashedName: quiz-planets
---

# --description--

Answer most of these.

# --quizzes--

## --quiz--

### --question--

#### --text--

Which planet is the largest?

#### --distractors--

Mars

### --feedback--

It is small.

---

`Venus`

#### --answer--

Jupiter

# --questions--

## --text--

Which one has rings?

## --answers--

Mars

---

Saturn

### --feedback--

Seven of them.

## --video-solution--

2

# --explanation--

The rings are ice.

# --fillInTheBlank--

## --sentence--

`The BLANK planet is BLANK.`

## --blanks--

`red`

---

`Mars`
"""

RASPBERRY = """\
## Quick quiz

Two questions.

--- question ---
---
legend: Question 1 of 2
---

Which block moves the sprite?

```blocks3
move (10) steps
```

--- choices ---

- ( ) say

  --- feedback ---

  It only `talks`{:class="block3looks"}.

  --- /feedback ---

- (x) move

  --- Rückmeldung ---

Yes.

--- /Rückmeldung ---

--- /choices ---

--- /question ---
"""

MDX = """\
import Banner from "./banner"

# Planets[[planets]]

<Banner
	color="red"
/>

Some words first.

### 1. What does this print?

```py
print("x" * 3)
```

<Question
	choices={[
		{
			text: "<code>xxx</code> \\u2014 \\"three\\"",
			explain: 'It\\'s repeated.',
			correct: true
		},
		{ text: `x3`, explain: "No", }, // the last one
	]}
/>

{#if fw === 'pt'}

### 2. True or false? Mars is red.

<Question choices={[{text: "True", correct: true}, {text: "False", explain: "Look up"}]} />
"""

FRONT = """\
---
title: Plus
tags: [strings]
order: 7
answers:
  - "12 // correct"
  - '3'
---

What is `"1" + 2`?

<!-- explanation -->
A string wins.
"""

MARKS = """\
# Planets/Rocky

Which planet is the hottest?

- Mercury
  > It has no air to keep the heat.
- !Venus

---

Mark what holds for Mars:

- !It is red
- !It has two moons
- ![A star](star.png)
"""

SAMPLES = {
    "liascript": LIA,
    "mkdocs-quiz": MKDOCS,
    "quizdown": QUIZDOWN,
    "freecodecamp": FREECODECAMP,
    "raspberry-pi": RASPBERRY,
    "mdx": MDX,
    "typeofnan": FRONT,
    "markdown2moodle": MARKS,
}


def lines(reading: Reading) -> list[str]:
    """What was found beyond the note that the file is read by guess, one line each."""
    return [
        f"{d.span.line}: {d.code} {d.message}"
        for d in check(reading, ignore=["QK120", "QK4", "QK5", "QK3"])
        if d.severity != "info"
    ]
