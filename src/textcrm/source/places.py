"""Which record a path is: folders, names and endings below `crm_data`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import PurePosixPath
from unicodedata import normalize

from textcrm.files import Tree
from textcrm.findings import Problem
from textcrm.model.settings import SINGULAR
from textcrm.model.values import DEVICES, shown, why_bad_id
from textcrm.source.document import SPLIT

_PERIOD = re.compile(r"[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?")
#: Signs that no file's name on Windows has, blanks and points at the end of it.
_SIGNS = re.compile(r'[<>:"|?*\\]|[ .]$')
LISTS = ("activities", "forecasts")


@dataclass(frozen=True, slots=True)
class Place:
    """A file's part in the book: its kind, its ref (`leads/marta-oliveira`) and, for lists, whose folder it lies in.

    `owner` is the member of a journal, the period of a forecast; `name` the file's name without `.yaml`.
    """

    path: str
    kind: str
    ref: str
    name: str
    owner: str = ""


def survey(tree: Tree) -> tuple[tuple[Place, ...], tuple[Problem, ...]]:
    """The places of all readable record files, sorted by path, and the problems of names and folders.

    Of two files with one id, or with ids that a case-insensitive disk takes for one, the later is left out.
    """
    places: list[Place] = []
    problems = [_unread(unread.path, unread.reason, unread.detail) for unread in tree.unread]
    taken: dict[str, Place] = {}
    for path in sorted(tree.files):
        found = _place(tree.data, path)
        if isinstance(found, Problem):
            problems.append(found)
        elif isinstance(found, Place):
            first = taken.setdefault(found.ref.casefold(), found)
            if first is found:
                places.append(found)
            else:
                problems.append(_collision(found, first))
    return tuple(places), tuple(problems)


def _collision(later: Place, first: Place) -> Problem:
    return Problem(
        f"{later.ref} is also {shown(first.path, 200)}; an id belongs to one file",
        rule="colliding-ids",
        path=later.path,
        record=later.ref,
        help="Rename or remove one of the two files.",
    )


def _unread(path: str, reason: str, detail: str) -> Problem:
    helps = {
        "not-a-regular-file": "Put a file of its own in its place, or delete it.",
        "wrong-extension": f"Rename it to {PurePosixPath(path).stem}.yaml",
        "leftover-file": "Delete it, or take it out of crm_data.",
        "too-large": SPLIT,
        "unreadable": "Check its permissions and the disk.",
    }
    return Problem(detail, rule=reason, path=path, help=helps.get(reason, ""))


def _place(data: str, path: str) -> Place | Problem | None:
    *folders, file = path[len(data) + 1 :].split("/")
    name = file.removesuffix(".yaml")
    if not folders:
        return Place(path, "crm", "crm", "crm") if file == "crm.yaml" else _at_the_top(path)
    kind = folders[0]
    if kind not in SINGULAR:
        return _misplaced(path, kind)
    wrong = _wrong_folders(tuple(folders[1:]))
    if wrong:
        return Problem(wrong, rule="bad-file-name", path=path, help="Rename the folder.")
    if kind in LISTS:
        return _list_place(path, kind, folders[1:], name)
    return _bad_name(path, name, why_bad_id(name)) or Place(path, kind, f"{kind}/{name}", name)


@lru_cache(maxsize=256)
def _wrong_folders(folders: tuple[str, ...]) -> str | None:
    """What keeps folders from being checked out everywhere; apart from that they may be called anything."""
    for folder in folders:
        if not folder.isprintable() or _SIGNS.search(folder) or folder.partition(".")[0].lower() in DEVICES:
            return f"the folder {shown(folder)} has a name that Windows cannot have"
    return None


def _list_place(path: str, kind: str, folders: list[str], name: str) -> Place | Problem:
    whose = "<member>/<any name>" if kind == "activities" else "<period>/<member or team>"
    folder = f"{kind}/{whose}.yaml"
    if not folders or (kind == "forecasts" and folders[1:]):
        return Problem(f"{kind} belong in {folder}", rule="misplaced-file", path=path, help=f"Move it to {folder}")
    owner = folders[0]
    if kind == "forecasts" and not _PERIOD.fullmatch(owner):
        wrong = "is not a fiscal period such as 2026, 2026-Q4 or 2026-11"
        return Problem(f"the folder {shown(owner)} {wrong}", rule="bad-file-name", path=path, help="Rename the folder.")
    ref = "/".join((kind, *folders, name))
    return _bad_name(path, name, why_bad_id(name.lower())) or Place(path, kind, ref, name, owner)


def _bad_name(path: str, name: str, wrong: str | None) -> Problem | None:
    if wrong is None:
        return None
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    proposal = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    help = f"Rename it to {proposal}.yaml" if proposal and not why_bad_id(proposal) else "Rename it."
    return Problem(f"the file's name is its id, and {shown(name)} {wrong}", rule="bad-file-name", path=path, help=help)


def _at_the_top(path: str) -> Problem:
    message = "only crm.yaml lies at the top of crm_data"
    return Problem(message, rule="misplaced-file", path=path, help="Move it to the folder of its kind: leads/, …")


def _misplaced(path: str, folder: str) -> Problem:
    near = get_close_matches(folder.lower(), SINGULAR, 1, 0.6)
    hint = f"Did you mean {near[0]}/?" if near else f"The folders are {', '.join(SINGULAR)}."
    return Problem(f"{shown(folder)} is not a folder of records", rule="misplaced-file", path=path, help=hint)
