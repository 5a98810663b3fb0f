"""E-mail addresses, phones, websites and tax numbers brought to keys that can be compared."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from textcrm.likeness.normalise import fold, word_set

#: Keys of so many texts are kept: the rules about leads, contacts and companies ask for the same ones.
_KEPT = 65_536

#: Mailboxes of an office rather than of a person.
_OFFICES = word_set("""
    info contact contacts contato contacto contatti kontakt iletisim bilgi hello hi ola hola mail email e-mail office
    escritorio oficina admin administracao administracion administrativo adm reception recepcao recepcion reservas
    reservations booking sales vendas ventas vertrieb satis comercial
    compras purchasing einkauf procurement suprimentos orders pedidos
    support suporte soporte help ajuda sac atendimento service servico servicio marketing press imprensa
    finance financeiro finanzas billing accounts accounting contabilidade faturamento buchhaltung
    rh hr jobs team equipe gerencia diretoria secretaria noreply no-reply webmaster postmaster
    """)
#: Providers of mailboxes for anybody: their domain says nothing of the company.
_ANYBODYS = word_set("""
    gmail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com proton.me
    protonmail.com gmx.de gmx.net gmx.com web.de t-online.de mail.ru yandex.ru yandex.com
    qq.com 163.com 126.com naver.com zoho.com
    uol.com.br bol.com.br terra.com.br ig.com.br globo.com hotmail.com.br yahoo.com.br outlook.com.br
    hotmail.co.uk yahoo.co.uk hotmail.fr yahoo.fr orange.fr free.fr wanadoo.fr libero.it sapo.pt
    """)
#: Hosts on which everybody has a page: the page counts, not the host.
_SHARED_HOSTS = word_set("""
    facebook.com instagram.com linkedin.com twitter.com x.com youtube.com tiktok.com linktr.ee wa.me t.me github.com
    sites.google.com google.com bit.ly medium.com etsy.com ifood.com.br
    """)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://")
_EXTENSION = re.compile(r"(?:ext|ramal|int|x|#|;|,).*$", re.IGNORECASE | re.DOTALL)
_NO_DIGIT = re.compile(r"\D+")
_SHORTEST_PHONE = 7
_FEWEST_TAX_DIGITS = 5


@lru_cache(maxsize=_KEPT)
def email_key(address: str) -> str:
    """The address in lower case without `+tag`, for Gmail without dots; empty when it is no address."""
    local, _, domain = address.strip().casefold().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local and domain else ""


def is_office(email: str) -> bool:
    """Whether this e-mail key is a mailbox such as `info@…` that several people read."""
    return fold(email.partition("@")[0]).rstrip("0123456789.-_") in _OFFICES


def domain_of(email: str) -> str:
    """The domain of an e-mail key where it can stand for a company, else empty."""
    domain = email.rpartition("@")[2]
    return "" if domain in _ANYBODYS else domain


@lru_cache(maxsize=_KEPT)
def phone_key(number: str) -> str:
    """The digits without leading zeros and extension; empty for fewer than seven and for filler such as `0000-0000`.

    The country code stays when it was written: compare with `same_phone`.
    """
    digits = _digits(_EXTENSION.sub("", number).replace("(0)", "")).lstrip("0")
    return "" if len(digits) < _SHORTEST_PHONE or len(set(digits[-_SHORTEST_PHONE:])) == 1 else digits


def _digits(text: str) -> str:
    found = _NO_DIGIT.sub("", text)
    return found if found.isascii() else "".join(str(int(digit)) for digit in found)


def same_phone(first: str, second: str) -> bool:
    """Whether two phone keys are one number, written with or without the codes of country and area."""
    return bool(first and second) and (first.endswith(second) or second.endswith(first))


def phone_tail(phone: str) -> str:
    """The last digits as people read them: `8765-4321`."""
    return f"{phone[-8:-4]}-{phone[-4:]}"


@lru_cache(maxsize=_KEPT)
def website_key(address: str) -> str:
    """The host without `www.`, and the page where all share the host: `facebook.com/padaria`; empty for no host."""
    host, _, path = _SCHEME.sub("", address.strip().casefold()).partition("/")
    host = host.rpartition("@")[2].partition(":")[0].removeprefix("www.").rstrip(".")
    if "." not in host:
        return ""
    page = path.partition("?")[0].strip("/")
    return host if host not in _SHARED_HOSTS else f"{host}/{page}" if page else ""


def tax_key(number: str) -> str:
    """Letters and digits only; empty when there are fewer than five digits (`isento`) or one digit repeated."""
    key = "".join(letter for letter in fold(number) if letter.isalnum())
    digits = Counter(letter for letter in key if letter.isdecimal())
    return key if digits.total() >= _FEWEST_TAX_DIGITS and len(digits) > 1 else ""
