"""A quiz of all answer forms by turns, as the benchmark reads and exports it.

Its questions are about as long as those in ``sources/``, some 500 bytes.
"""

from __future__ import annotations

FORMS = (
    """\
## Which planets have rings? ({n})

A ring is a flat band of ice and dust that circles a planet. Look at picture {n} again before
you answer. Choose all that apply.

- ✅ Saturn
  > Galileo saw them in 1610, and took them for moons.
- ✅ Neptune
- ❌ Venus
- ❌ Mars
  > Perhaps in {n} million years, from what is left of Phobos.

### Explanation

All four *giant* planets have rings; those of Saturn alone can be seen with a small telescope.
Neptune's were found in 1984, when a star behind them **flickered** just before it was covered.
""",
    """\
## Light needs {n} minutes for this way

So the way from the lamp on that spacecraft to our mirror is about {n} × 18 million kilometres
long, whatever the speed of the spacecraft.

- ✅ True
- ❌ False
  > Multiply `{n}` by 60 and by 300,000.

### Explanation

Light covers 300,000 kilometres each second, so 18 million in a minute. Its speed does not
depend on how fast its source moves: Michelson and Morley looked for such a difference in 1887
and found none.
""",
    """\
## Name the nearest star, case {n} {{tag=stars}}

Not counting the Sun. It is a red dwarf in the southern sky, too faint to be seen with the
naked eye, and has at least one planet.

- = Proxima Centauri
- = Proxima {{weight=50%}}
- ≠ Sirius
  > The brightest, not the nearest.

### Explanation

Proxima is 4.25 light years away. Alpha Centauri, which it circles once in half a million
years, is a little farther, but far brighter, so it was known since antiquity.
""",
    """\
## How long is orbit {n}? {{unit=km}}

A rover drives around a round crater, always at the same distance from its centre. The radius
is 1 km; take $\\pi = 3.14$, and give the length of one round.

- = 6.28 ± 0.01
- = 6..7 {{weight=50%}}
  > Near, but count again.

### Hint

$U = 2 \\pi r$

### Explanation

The circumference of a circle is $2 \\pi r$; with a radius of 1 km that is 6.28 km. Whoever took
$\\pi r^2$ has found the area, which is 3.14 square kilometres.
""",
    """\
## Match planets and days, table {n}

Match each planet with the length of its day, from one sunrise to the next. One of the lengths
belongs to no planet.

| Planet | Day |
| --- | --- |
| Jupiter | 10 hours |
| Mars | 24.7 hours |
| Mercury | 176 days |
|  | {n} years |

### Explanation

Mercury turns three times while it circles the Sun twice, so that one of its days takes two of
its years. Jupiter, the largest planet, turns fastest of all and is flattened by it.
""",
    """\
## Order the planets, task {n}

Put them in order, the nearest to the Sun first.

1. Mercury
2. Venus
3. Earth
4. Mars

### Explanation

*My Very Educated Mother* helps many to remember: the first letters are those of the planets.
These four are made of rock and metal, unlike the giants farther out, which are mostly gas and
ice; between the two kinds lies the belt of the asteroids.
""",
    """\
## Comet {n}

A comet comes from the edge of the solar system, where it has been since the planets were made.
Its tail points {{✅ away from | ❌ towards > Think of the solar wind.}} the Sun. It holds
{{= water | = ice 50%}}, and its core measures about {{= {n} ± 10%}} kilometres.

### Explanation

Sunlight and the solar wind push gas and dust off the comet's head, so the tail always points
away from the Sun, even when the comet itself flies away from it, its tail ahead.
""",
    """\
## Essay {n} {{.essay points=5}}

Explain why observatory {n} stands on a mountain, far from any town, and what that costs those
who work there. Name at least **three** reasons and one drawback.

### Model answer

Thin, dry and quiet air, and dark nights. The way is long, and the thin air makes people tired.

### Rubric

- a point for each reason, three at most
- a point for the drawback
- a point for the language
""",
)


def mixed(questions: int) -> str:
    """A quiz that holds so many questions, of each form in turn."""
    parts = (FORMS[n % len(FORMS)].format(n=n) for n in range(1, questions + 1))
    return "\n".join(["# Astronomy\n", *parts])
