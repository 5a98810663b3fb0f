"""Notes: people's Markdown as markup that cannot do anything."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from textcrm.site.links import outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from textcrm.site.links import Href

#: What may be left of a note: no image, as it would tell others who reads it; no heading, as those are the page's.
_TAGS: Final = frozenset(
    [
        *("p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    ]
)
#: Lines of words and commas, which Markdown leaves as they are: most notes, and a tenth of the time.
_LINE: Final = r"[^\W\d_](?: ?[^\W_]| ?[,.;:?!%()'–—…-])*"
_PLAIN: Final = re.compile(rf"\n*{_LINE}(?:\n+{_LINE})*\n*")
_GAP: Final = re.compile(r"\n{2,}")
_CODE: Final = Markup("<code>%s</code>")
_LINK: Final = Markup('<a href="%s">%s</a>')
#: Many notes say the same, and each stands on the page of a record: so many are kept once they are made.
_KEPT: Final = 16_384
_ATTRIBUTES: Final = {"*": set[str](), "a": {"href"}, "ol": {"start"}}


@lru_cache(_KEPT)
def note_markup(text: str | None) -> Markup:
    """A note as markup: HTML in it is text, links lead to http, https and mailto only, images are links."""
    if not text:
        return Markup()
    if _PLAIN.fullmatch(text):
        paragraphs = "</p>\n<p>".join(_GAP.split(text.strip("\n")))
        return Markup(f"<p>{paragraphs}</p>\n")  # noqa: S704  # nothing in it means anything in HTML
    import nh3

    made = _markdown().render(text)
    return Markup(  # noqa: S704  # cleaned
        nh3.clean(
            made,
            tags=set(_TAGS),
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener noreferrer",
        )
    )


def ticked(text: str) -> Markup:
    """A message of ours, with what stands between backticks set as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner is a character like any other
        return escape(text)
    return Markup().join(_CODE % part if place % 2 else part for place, part in enumerate(parts))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    class Followed(MarkdownIt):
        """Markdown whose links lead where a reader may follow; the others stay as they are written."""

        def normalizeLink(self, url: str) -> str:  # noqa: N802  # the library's name for it
            return _followed(super().normalizeLink(url)) or url

        def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name for it
            return _followed(url) is not None

    made = Followed("js-default", {"html": False, "linkify": False, "typographer": False})
    made.add_render_rule("heading_open", lambda *_: "<p><strong>")
    made.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    made.add_render_rule("image", _image)
    return made


def _followed(url: str) -> Href | None:
    """Where a link in a note leads; without a scheme nowhere, as `photo.jpg` is a file beside it, but for `www.…`."""
    return outside(url) if ":" in url or url.startswith("www.") else None


def _image(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    """A link to the image by the words that describe it; in a link, which holds no other, the words alone."""
    image = tokens[place]
    address = str(image.attrs["src"])
    words = escape(renderer.renderInlineAsText(image.children, options, env) or address)
    in_link = sum(token.nesting for token in tokens[:place] if token.type in ("link_open", "link_close"))
    return str(words if in_link else _LINK % (address, words))
