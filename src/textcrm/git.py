"""git, asked for facts: hashes as arguments, a clean environment, no verb that reaches the network."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from textcrm.errors import WorldError
from textcrm.files import Tree, Unread, unread_reason

#: Larger blobs are not read at all.
SIZE_LIMIT = 4 * 1_048_576
_HASH = re.compile(rb"[0-9a-f]{40,64}")


@dataclass(frozen=True, slots=True)
class _Blob:
    """An entry of a tree: its mode in octal digits, its hash and its path."""

    mode: str
    hash: str
    path: str


def read_revision(root: Path, data: str, revision: str, environment: Mapping[str, str]) -> Tree:
    """The YAML files below `data` as they were committed in `revision`.

    `environment` is the process's; what git would take from it (`GIT_…`) is left out. Raises `WorldError` where there
    is no repository or no such revision.
    """
    git = _Git(root, environment)
    commit = git.resolve(revision)
    entries = list(_entries(git.run(["ls-tree", "-r", "-z", commit, "--", f"{data}/"])))
    unread = [one for entry in entries if (one := _unread(entry))]
    blobs = [entry for entry in entries if entry.path.endswith(".yaml") and not _unread(entry) and not _hidden(entry)]
    sizes = git.sizes([blob.hash for blob in blobs])
    small = [blob for blob in blobs if sizes[blob.hash] <= SIZE_LIMIT]
    unread += [_too_large(blob, sizes[blob.hash]) for blob in blobs if sizes[blob.hash] > SIZE_LIMIT]
    texts = git.contents([blob.hash for blob in small])
    return Tree({blob.path: text for blob, text in zip(small, texts, strict=True)}, data, tuple(unread))


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its hash, and when it was made, with the zone of whoever made it."""

    hash: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """The commit that a work tree stands on, and whether files below `data` are not as it has them."""

    commit: Commit
    is_changed: bool


def read_head(root: Path, data: str, environment: Mapping[str, str]) -> Head | None:
    """Where a work tree stands; `None` without git, without a repository and before the first commit."""
    git = _Git(root, environment)
    try:
        commit = git.commit("HEAD")
        return Head(commit, bool(git.run(["status", "--porcelain", "-z", "--no-renames", "--", f"{data}/"])))
    except WorldError:
        return None


def read_commit(root: Path, revision: str, environment: Mapping[str, str]) -> Commit:
    """The commit that a revision names; raises `WorldError` where there is none."""
    return _Git(root, environment).commit(revision)


def _entries(listing: bytes) -> Iterator[_Blob]:
    for line in listing.split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, _, name = about.decode("ascii").split(" ")
        yield _Blob(mode, name, path.decode("utf-8", "surrogateescape"))


def _hidden(entry: _Blob) -> bool:
    return any(part.startswith(".") for part in entry.path.split("/"))


def _unread(entry: _Blob) -> Unread | None:
    """Why an entry is not read, for those that look like records or cannot be files."""
    if _hidden(entry):
        return None
    if entry.mode in ("120000", "160000"):
        what = "a symbolic link" if entry.mode == "120000" else "a submodule"
        return Unread(entry.path, "not-a-regular-file", f"{what} stands where a file is expected; it was not read")
    reason = unread_reason(entry.path.rpartition("/")[2])
    return Unread(entry.path, reason, "the file was not read: records end in .yaml") if reason else None


def _too_large(blob: _Blob, size: int) -> Unread:
    return Unread(blob.path, "too-large", f"the file was not read: it holds {size:,} bytes; at most {SIZE_LIMIT:,} are")


class _Git:
    """git in one repository."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self._root = root
        clean = {key: value for key, value in environment.items() if not key.startswith("GIT_")}
        self._environment = {**clean, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}

    def run(self, arguments: Sequence[str], given: bytes = b"") -> bytes:
        """What git prints; raises `WorldError` with git's own last line where it fails."""
        done = self._call(arguments, given)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it failed"]
            raise WorldError(f"git {arguments[0]}: {said[-1]}")
        return done.stdout

    def _call(self, arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = ["git", "-C", str(self._root), "--literal-pathspecs", *arguments]
        try:
            return subprocess.run(command, input=given, capture_output=True, check=False, env=self._environment)
        except OSError as error:
            raise WorldError(f"cannot run git: {error.strerror}") from None

    def commit(self, revision: str) -> Commit:
        """The commit that a revision names."""
        hash = self.resolve(revision)
        made = self.run(["show", "--no-patch", "--format=%cI", hash]).decode("ascii").strip()
        return Commit(hash, datetime.fromisoformat(made))

    def resolve(self, revision: str) -> str:
        """The hash of a commit; a shallow clone is named as the likely cause where there is none."""
        done = self._call(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
        if done.returncode == 0 and _HASH.fullmatch(done.stdout.strip()):
            return done.stdout.strip().decode("ascii")
        found = self._call(["rev-parse", "--git-dir"])
        if b"safe.directory" in found.stderr:
            raise WorldError(f"git does not trust {self._root}: git config --global --add safe.directory {self._root}")
        if found.returncode:
            raise WorldError(f"{self._root} is not a git repository, so it has no revisions")
        shallow = self._call(["rev-parse", "--is-shallow-repository"]).stdout.strip() == b"true"
        hint = "; this clone is shallow: fetch it with fetch-depth: 0" if shallow else ""
        raise WorldError(f"no such revision: {revision}{hint}")

    def sizes(self, hashes: Sequence[str]) -> Mapping[str, int]:
        """The size in bytes of each blob."""
        answer = self.run(["cat-file", "--batch-check=%(objectname) %(objectsize)"], _lines(hashes))
        return {name: int(size) for name, size in (line.split() for line in answer.decode("ascii").splitlines())}

    def contents(self, hashes: Sequence[str]) -> Iterator[str]:
        """The text of each blob, in order."""
        answer, start = self.run(["cat-file", "--batch"], _lines(hashes)), 0
        for _ in hashes:
            end = answer.index(b"\n", start)
            size = int(answer[start:end].rpartition(b" ")[2])
            yield answer[end + 1 : end + 1 + size].decode("utf-8", "surrogateescape")
            start = end + size + 2


def _lines(hashes: Sequence[str]) -> bytes:
    return "".join(f"{one}\n" for one in hashes).encode("ascii")
