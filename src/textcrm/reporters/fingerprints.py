"""Names for findings that stay the same while lines move, so that two runs can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from textcrm.findings import Finding


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """For each finding 32 hexadecimal digits, unique among them, made of its rule, its record and its field.

    Neither line nor message counts: the one moves with every edit, the other may count days. A finding of no record has
    its path instead; those that agree in everything are told apart by their order.
    """
    from hashlib import sha256  # here, as it loads OpenSSL, which most formats can do without

    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        key = (finding.code, finding.record or finding.path, finding.field)
        named = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        yield sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]
