"""Ways to reach somebody: whether text can be an e-mail address, a phone number, a website."""

from __future__ import annotations

import re

#: Ordinary addresses and numbers, settled without a library, which costs more to import than all of them to match.
_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+[A-Za-z]{2,24}"
)
_PLAIN_PHONE = re.compile(
    r"(\+?[0-9(][0-9 ()./-]*[0-9])(?:[ ,;]*(?:ext\.?|extension|ramal|r\.|x|#) ?[0-9]{1,6})?", re.IGNORECASE
)
_EMAIL_WITHIN = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,24}")
_HOST = re.compile(r"(?:[^\W_]+(?:-+[^\W_]+)*\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})\.?(?::[0-9]{1,5})?")
#: Digits of a phone number, the country code included, as E.164 and the shortest national numbers have them.
_FEWEST, _MOST = 6, 15
_LONGEST_EMAIL, _LONGEST_PHONE = 254, 60


def is_email(text: str) -> bool:
    """Whether this can be an e-mail address; nothing is asked of the network."""
    if len(text) > _LONGEST_EMAIL:
        return False
    if _PLAIN_EMAIL.fullmatch(text):
        return True
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def email_within(text: str) -> str | None:
    """The first plain address inside a text such as `Ana <ana@padaria.example>`."""
    found = _EMAIL_WITHIN.search(text[: 2 * _LONGEST_EMAIL])
    return found[0] if found else None


def is_phone(text: str) -> bool:
    """Whether this can be a phone number, with or without the country code, with an extension perhaps."""
    if len(text) > _LONGEST_PHONE:
        return False
    if plain := _PLAIN_PHONE.fullmatch(text):
        return _FEWEST <= sum(map(str.isdigit, plain[1])) <= _MOST
    if not text.lstrip("+(")[:1].isdigit():
        return False
    from phonenumbers import NumberParseException, is_possible_number, parse

    try:
        # Any country will do to take the number apart: whether it exists there is not the question.
        number = parse(text, None if text.lstrip().startswith("+") else "BR")
    except NumberParseException:
        return False
    return is_possible_number(number) or _FEWEST <= len(str(number.national_number)) <= _MOST


def is_website(text: str) -> bool:
    """Whether this can be the address of a website, with or without `https://`."""
    scheme, found, rest = text.partition("://")
    if found and scheme.lower() not in ("http", "https"):
        return False
    address = rest if found else text
    if any(char.isspace() for char in address):
        return False
    host = re.split(r"[/?#]", address, maxsplit=1)[0]
    return len(host) <= _LONGEST_EMAIL and _HOST.fullmatch(host) is not None
