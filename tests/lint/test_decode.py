"""Bytes to text: encodings, and the exact inverse of mojibake."""

from __future__ import annotations

import time

import pytest

from quizkit.decode import decode
from quizkit.errors import UnreadableSource
from quizkit.mojibake import ENCODINGS, repair

TEXTS = {
    "ru": "# Тест\n\nКакое утверждение верно? «Первое» — ещё нет.\n\n- ✅ Да\n- ❌ Нет\n",
    "uk": "# Питання\n\nЯка столиця України? Її ім’я відоме.\n",
    "de": "# Übung\n\nWelche Größe ist die größte? „Äpfel“ wiegen mehr.\n",
    "fr": "# Épreuve\n\nL’équipe a-t-elle gagné à Noël ? « Voilà » l’œuvre.\n",
    "es": "# Ejercicio\n\n¿Cuál es la opción más fácil? El niño comió.\n",
    "pl": "# Ćwiczenie\n\nZażółć gęślą jaźń. Która odpowiedź?\n",
    "zh": "# 测验\n\n下列说法正确的是？\n\n- ✅ 北京\n",
    "el": "# Δοκιμή\n\nΠοια είναι η πρωτεύουσα της Ελλάδας;\n",
    "ar": "# اختبار\n\nما هي عاصمة فرنسا؟\n",
    "emoji": "# Quiz\n\n- ✅ yes\n- ❌ no\n- ⚠️ maybe 👩\u200d🏫\n",
    "word": "# Quiz\n\nWhat is a café for?\n",
}


def damaged(text: str, encoding: str) -> str:
    """UTF-8 read in a one-byte encoding, as browsers and editors do it."""
    chars = []
    for byte in text.encode():
        try:
            chars.append(bytes([byte]).decode(encoding))
        except UnicodeDecodeError:
            chars.append(chr(byte))
    return "".join(chars)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("times", [1, 2])
def test_damage_is_undone_exactly(language: str, encoding: str, times: int) -> None:
    text = TEXTS[language]
    harmed = text
    for _ in range(times):
        harmed = damaged(harmed, encoding)
    decoded = decode(harmed.encode(), path="quiz.md")
    assert decoded.text == text
    assert decoded.repaired
    assert [d.code for d in decoded.diagnostics] == ["QK001"]


@pytest.mark.parametrize("language", TEXTS)
def test_healthy_text_stays_as_it_is(language: str) -> None:
    decoded = decode(TEXTS[language].encode(), path="quiz.md")
    assert (decoded.text, decoded.encoding, decoded.repaired) == (TEXTS[language], "utf-8", False)
    assert decoded.diagnostics == ()


@pytest.mark.parametrize(
    "line",
    [
        "l’équipe",
        "Що це за дії?",
        "его «Я» и её ёлка — «Ёж»",
        "┌─┐ └─┘ ╔═╗ ╚═╝ ░▒▓",
        "Ça coûte 5 € — voilà !",
        "Ã is a letter of Portuguese, so is Â",
        "5 µm ± 3 °C × 2 ÷ ½ “quoted”",
        "α ≤ β ∈ ℝ, ∑ √2 ≈ 1.41",
    ],
)
def test_odd_but_healthy_lines_are_left_alone(line: str) -> None:
    text = f"Ein Größenvergleich, naïve Tests.\n\n{line}\n\nЕщё строка по-русски. 北京\n"
    assert decode(text.encode()).diagnostics == ()
    assert decode(line.encode()).text == line


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp437", "koi8_r", "cp1251"])
def test_a_damaged_paste_is_repaired_with_its_neighbours(encoding: str) -> None:
    healthy = "# Тест по географии\n\nОбычный текст — с тире.\n\n"
    paste = "Wir fahren über die größte Brücke.\nFür Ü.\n"
    text, damages = repair(healthy + damaged(paste, encoding) + "\nЕщё текст.\n")
    assert text == healthy + paste + "\nЕщё текст.\n"
    assert [(d.line, d.end_line, d.encoding) for d in damages] == [(5, 6, encoding)]


def test_a_piece_too_short_to_be_certain_is_only_reported() -> None:
    text = "# Größe\n\nEin Caf" + damaged("é", "cp1252") + " in der Straße.\n"
    decoded = decode(text.encode(), path="quiz.md")
    assert decoded.text == text
    (found,) = decoded.diagnostics
    assert (found.code, found.span.line, found.span.column) == ("QK002", 3, 8)
    assert '"é"' in found.message


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("language", ["ru", "de", "zh", "word"])
def test_unicode_encodings_are_exact(encoding: str, language: str) -> None:
    text = TEXTS[language] + "Plain lines in English follow, as in any quiz.\n"
    decoded = decode(text.encode(encoding), path="quiz.md")
    assert decoded.text == text
    assert [d.code for d in decoded.diagnostics] == ([] if "8" in encoding else ["QK003"])


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", TEXTS["ru"].replace("✅", "+").replace("❌", "-")),
        ("koi8_r", "# Вопросы\n\nКакое утверждение про алгоритм верное? Выберите один вариант.\n"),
        ("cp866", "# Вопросы\n\nКакое утверждение про алгоритм верное? Выберите один вариант.\n"),
        ("cp1252", "# Test\n\nL'élève est déjà là. Où va-t-il ? À la plage, bien sûr.\n"),
        ("cp1252", "# Test\n\nWelche Größe ist die größte? Schöne Grüße.\n"),
        ("cp1250", TEXTS["pl"]),
        ("gb18030", TEXTS["zh"]),
        ("cp932", "# テスト\n\n正しい答えを選んでください。\n"),
    ],
)
def test_a_legacy_encoding_is_guessed_and_said(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding), path="quiz.md")
    assert decoded.text == text
    assert [d.code for d in decoded.diagnostics] == ["QK003"]
    assert "by guess" in decoded.diagnostics[0].message


def test_the_encoding_asked_for_is_taken() -> None:
    text = "# Δοκιμή\n"
    assert decode(text.encode("cp1253"), encoding="cp1253").text == text
    with pytest.raises(UnreadableSource, match="no encoding"):
        decode(b"x", path="q.md", encoding="klingon")
    with pytest.raises(UnreadableSource, match="not written in ascii"):
        decode(text.encode(), path="q.md", encoding="ascii")
    with pytest.raises(UnreadableSource):
        decode(b"x", path="q.md", encoding="base64")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)),
        bytes(range(256)) * 4,
        b"\x00" * 100,
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"^quiz\.md: is not a text file"):
        decode(data, path="quiz.md")


def test_text_cut_in_the_middle_of_a_character_loses_only_that() -> None:
    data = TEXTS["ru"].encode()
    for end in range(len(data)):
        decoded = decode(data[:end], path="quiz.md")
        lost = [d for d in decoded.diagnostics if d.code == "QK004"]
        assert decoded.encoding == "utf-8"
        assert decoded.text.rstrip("\ufffd") == data[:end].decode(errors="ignore")
        assert len(lost) == decoded.text.count("\ufffd")


def test_line_ends_become_one_kind() -> None:
    decoded = decode(b"a\r\nb\rc\n", path="quiz.md")
    assert decoded.text == "a\nb\nc\n"
    assert [d.code for d in decoded.diagnostics] == ["QK008"]
    assert decode(b"a\r\nb\r\n").diagnostics == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a\u200bb", [("QK006", 2)]),
        ("soft\u00adhyphen", [("QK006", 5)]),
        ("a\ufeffb", [("QK006", 2)]),
        ("a\u200db", [("QK006", 2)]),
        ("a\u2028b", [("QK006", 2)]),
        ("a\u200eb", [("QK006", 2)]),
        ("- \u00ad", []),
        ("- &shy;", []),
        ("👩\u200d🏫 👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈 👩🏽\u200d💻", []),
        ("✅ ⚠\ufe0f 1\ufe0f\u20e3", []),
        ("می\u200cخواهم", []),
        ("क्\u200dष र्\u200cक", []),
        ("שלום \u200fעולם\u200e!", []),
        ("ภาษา\u200bไทย", []),
        ("no\u00a0break", []),
        ("bell\x07", [("QK005", 5)]),
        ("c1\x85", [("QK005", 3)]),
        ("a\u202eb\u202c", [("QK005", 2)]),
        ("caf\ufffd", [("QK004", 4)]),
        ("shown as `\ufffd` here", []),
        ("cafe\u0301", [("QK007", 4)]),
        ("и\u0306 и ё", [("QK007", 1)]),
        ("שִׁיר", []),
        ("مُعَلِّم", []),
    ],
)
def test_characters_that_nobody_sees(line: str, expected: list[tuple[str, int]]) -> None:
    found = decode(line.encode(), path="quiz.md").diagnostics
    assert [(d.code, d.span.column) for d in found] == expected


def test_a_healthy_text_costs_little() -> None:
    data = (TEXTS["ru"] + TEXTS["emoji"]).encode() * 20_000
    start = time.process_time()
    assert decode(data).diagnostics == ()
    seconds_for_10_mb = (time.process_time() - start) * 10e6 / len(data)
    assert seconds_for_10_mb < 1.0, "0.15 s on an idle machine"
