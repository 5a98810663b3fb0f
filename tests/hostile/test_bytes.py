"""Hostile bytes: encodings, control characters, line ends."""

from __future__ import annotations

import pytest

from tests.hostile.verdict import findings, verdict

NAME = "name: Hotel Serra Azul\n"


def of(content: bytes) -> str:
    """The bytes as a tree holds them."""
    return content.decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"name: Hotel\ncity: S\xe3o Paulo\n", 2),
        (b"# caf\xe9\nname: Hotel\n", 1),
        (b"name: Hotel\nnotes: \xff\n", 2),
        (b"name: Hotel\nnotes: \xc3", 2),
        (b"name: Hotel\nnotes: \xe2\x82\n", 2),
        (b"name: Hotel\nnotes: \xc0\xaf\n", 2),
        (b"name: Hotel\nnotes: \xe0\x80\x8a\n", 2),
        (b"name: Hotel\nnotes: \xf8\x88\x80\x80\x80\n", 2),
        (b"name: Hotel\nnotes: \xed\xa0\x80\n", 2),
        (b"name: Hotel\nnotes: \xf4\x90\x80\x80\n", 2),
        ("name: Hotel\n".encode("utf-16"), 1),
        ("name: Hotel\n".encode("utf-16-be"), None),
        ("\ufeffname: Hotel\n".encode("utf-16-be"), 1),
        ("name: Hotel\n".encode("utf-32"), 1),
        (b"\x80", 1),
        (b"name: Hotel\r\ncity: \x93x\x94\r\n", 2),
    ],
)
def test_what_is_not_utf_8(content: bytes, line: int | None) -> None:
    assert verdict(of(content))[0] == (f"YML001:{line}" if line else "YML012:1")


@pytest.mark.parametrize(
    "char",
    [
        "\x00",
        "\x07",
        "\x08",
        "\x0b",
        "\x0c",
        "\x1b",
        "\x1f",
        "\x7f",
        "\x80",
        "\x85",
        "\x9b",
        "\x9f",
        "\u2028",
        "\u2029",
        "\u202a",
        "\u202d",
        "\u202e",
        "\u2066",
        "\u2069",
        "\ufeff",
        "\ufffe",
        "\uffff",
    ],
)
def test_forbidden_characters_wherever_they_stand(char: str) -> None:
    assert verdict(f"{NAME}city: Gra{char}mado\n") == ["YML012:2"]
    assert verdict(f"{NAME}# a {char} comment\n") == ["YML012:2"]
    assert verdict(f"{NAME}notes: |\n  one\n  two{char}\n") == ["YML012:4"]
    assert verdict(f'{NAME}ci{char}ty: "x y"\n') == ["YML012:2"]


@pytest.mark.parametrize(
    "escape", [r"\0", r"\a", r"\e", r"\x7f", r"\N", r"\L", r"\P", r"\u202e", r"\x9b", r"\uFEFF", r"\U0000FFFE"]
)
def test_forbidden_characters_by_escape(escape: str) -> None:
    assert verdict(f'{NAME}city: "Gra{escape}mado"\n') == ["YML012:2"]
    assert verdict(f'{NAME}"ci{escape}ty": x y\n') == ["YML012:2"]
    assert verdict(f'{NAME}tags: [ok ok, "a{escape}"]\n') == ["YML012:2"]


@pytest.mark.parametrize(
    "escape", [r"\q", r"\xzz", r"\ud800", r"\uDFFF", r"\ud83d\ude00", r"\U00110000", r"\Uffffffff", r"\u12"]
)
def test_escapes_that_are_none(escape: str) -> None:
    assert verdict(f'{NAME}notes: "one\n\n  two {escape} three"\n') == ["YML002:4"]


@pytest.mark.parametrize(
    "text", [f'{NAME}city: "Gramado \\u00e9 \\U0001F600 \\/ \\" \\\\ \\t"\n', f"{NAME}city: 'C:\\new \\x'\n"]
)
def test_escapes_that_are_fine(text: str) -> None:
    assert verdict(text) == []


@pytest.mark.parametrize(
    "char", ["\u200b", "\u200e", "\u200f", "\u00ad", "\u2060", "\u061c", "\u180e", "\U000e0041", "\U000e007f"]
)
def test_invisible_characters_are_a_warning(char: str) -> None:
    (found,) = findings({"companies/x.yaml": f"{NAME}city: Gra{char}mado\n"})
    assert (found.code, found.severity, found.line, found.column) == ("YML021", "warning", 2, 10)


@pytest.mark.parametrize(
    "text",
    ["Zeynep نمی‌خواهم", "👩‍👩‍👧", "क्‍ष", "Padaria \ufffd Estrela", "SÃ£o Paulo", "Cafe\u0301", "株式会社", "\u00a0x"],
)
def test_text_of_all_scripts_is_kept(text: str) -> None:
    assert verdict(f'name: "Hotel {text}"\n') == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("\ufeff" + NAME, []),
        ("\ufeff\ufeff" + NAME, ["YML012:1"]),
        (NAME + "\ufeff", ["YML012:2"]),
        ("\ufeff" + NAME + "name: x x\n", ["YML003:2"]),
        ("\ufeffname: [x\n", ["YML002:1"]),
        ("name: Hotel Serra\r\ncity: São Paulo\r\n", []),
        ("name: Hotel Serra\rcity: São Paulo\r", []),
        ("name: Hotel Serra\r\ncity: São Paulo", []),
        ("name: Hotel Serra\r\ncity: São Paulo\n", []),
        ("name: Hotel Serra\r\ncity: [x\r\n", ["YML002:2"]),
        ("name: Hotel Serra\rcity: [x\r", ["YML002:2"]),
        ("name: Hotel Serra\rcity: São Paulo\nstate: SP\n", ["YML020:1"]),
        ("name: Hotel Serra\r\ncity: a b\rstate: SP\r\n", ["YML020:2"]),
        ("name: Hotel Serra\r\r\ncity: a b\r\n", ["YML020:1"]),
        ("name: Hotel Serra\r\nname: x x\r\n", ["YML003:2"]),
    ],
)
def test_byte_order_marks_and_line_ends(text: str, codes: list[str]) -> None:
    assert verdict(text) == codes


@pytest.mark.parametrize("owner", ["jоana", "joanа", "ｊoana", "JOANA", "jo\u0301ana", "joana\u200b"])
def test_look_alikes_in_ids_are_refused(owner: str) -> None:
    assert "SCH012:2" in verdict(f"{NAME}owner: {owner}\n")


def test_columns_count_characters_and_not_the_byte_order_mark() -> None:
    (found,) = findings({"companies/x.yaml": "\ufeffname: 'x x' y\n"})
    assert (found.line, found.column) == (1, 13)
    (found,) = findings({"companies/x.yaml": "\ufeffname: 株式会社\x07\n"})
    assert (found.line, found.column) == (1, 11)
