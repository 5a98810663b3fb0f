"""Who is already tied to whom, directly or through others."""

from __future__ import annotations


class Forest:
    """Numbers from 0 in trees: `tie` joins two trees, so that n members of one tree took n - 1 ties."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, member: int) -> int:
        """The one member that stands for all that are tied to this one."""
        parents = self._parents
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    def tie(self, first: int, second: int) -> None:
        """Joins the two trees; the smaller root stays."""
        one, other = sorted((self.root(first), self.root(second)))
        self._parents[other] = one
