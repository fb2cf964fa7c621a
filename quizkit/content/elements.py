"""What is known of HTML's elements and attributes: which pass, and how they behave."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The set of the words of a line; how long lists of names are written here."""
    return frozenset(text.split())


TEX_INLINE = "tex-inline"
TEX_DISPLAY = "tex-display"
TEX = frozenset({TEX_INLINE, TEX_DISPLAY})
"""Elements of our own that hold a formula's TeX until a target says how it wants it."""

VOID = words("area base br col embed hr img input link meta param source track wbr")
CODE = frozenset({"code", "pre", "kbd"})
MEDIA = frozenset({"audio", "video"})

BLOCKS = words(
    "address article aside blockquote caption center dd details div dl dt figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot "
    "thead tr ul"
)

_INLINE = words(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark picture q rp "
    "rt ruby s samp small span strike strong sub sup time tt u var wbr"
)

_MATHML = words(
    "annotation maction math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom "
    "mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder "
    "munderover none semantics"
)

ALLOWED = BLOCKS | _INLINE | _MATHML | MEDIA | TEX | words("col colgroup source td th track")

ACTIVE = {
    "script": "a script was left out",
    "iframe": "an embedded page was left out",
    "frame": "an embedded page was left out",
    "object": "an embedded object was left out",
    "embed": "an embedded object was left out",
    "applet": "an embedded object was left out",
}
"""Elements that run or load something, and what a loss says of each."""

PASSIVE = {
    "style": "a style sheet was left out",
    "svg": "a drawing written as SVG was left out; save it as a picture beside the quiz",
    "form": "a form was left out; its text is kept",
    "input": "a form's field was left out",
    "textarea": "a form's field was left out; its text is kept",
    "select": "a form's list was left out; its text is kept",
    "button": "a button was left out; its text is kept",
    "canvas": "a drawing made by a script was left out",
    "template": "a hidden part of a page was left out",
    "noscript": "a hidden part of a page was left out",
    "meta": "a page's settings were left out",
    "link": "a style sheet was left out",
    "base": "a page's settings were left out",
    "map": "the clickable areas of an image were left out",
}
"""Elements that have an effect in a page but no place in a quiz."""

KNOWN = (
    ALLOWED
    | frozenset(ACTIVE)
    | frozenset(PASSIVE)
    | words(
        "area basefont bgsound blink body datalist dialog dir fieldset frameset head hgroup html "
        "image keygen label legend listing marquee menu meter nobr noembed noframes optgroup "
        "option output param plaintext progress rb rtc search slot title xmp"
    )
)
"""Every name that HTML has or had. Tags of the rest pass a browser unseen."""

GONE = frozenset({"script", "style", "svg", "iframe", "template", "noscript"})
"""Elements whose content goes with them: it is no text."""

REMOVED_RAW = frozenset(ACTIVE) | {"style", "svg"}
"""Elements that are taken for markup in Markdown though they do not pass; any other tag that
does not pass is taken for what an author forgot to put in backticks, and stays as text."""

PARTS = {
    "table": words("caption colgroup col thead tbody tfoot tr td th"),
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "audio": frozenset({"source", "track"}),
    "video": frozenset({"source", "track"}),
    "details": frozenset({"summary"}),
    "ruby": frozenset({"rt", "rp"}),
}
"""Elements that make no sense outside another one."""

_MATHML_ATTRIBUTES = words(
    "accent accentunder align alttext close columnalign columnlines columnspacing columnspan "
    "depth dir display displaystyle encoding fence form frame height largeop linethickness "
    "lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation "
    "open rowalign rowlines rowspacing rowspan rspace scriptlevel separator separators stretchy "
    "symmetric voffset width xmlns"
)

_OWN_ATTRIBUTES = {
    "a": "href hreflang download type target rel",
    "img": "src alt width height align loading decoding",
    "audio": "src controls loop muted preload",
    "video": "src controls loop muted preload poster width height",
    "source": "src type media",
    "track": "src kind srclang label default",
    "ol": "start reversed type",
    "ul": "type",
    "li": "value type",
    "table": "border cellpadding cellspacing width align summary",
    "td": "colspan rowspan headers scope abbr align valign width height",
    "th": "colspan rowspan headers scope abbr align valign width height",
    "tr": "align valign",
    "thead": "align valign",
    "tbody": "align valign",
    "tfoot": "align valign",
    "col": "span width align",
    "colgroup": "span width align",
    "blockquote": "cite",
    "q": "cite",
    "del": "cite datetime",
    "ins": "cite datetime",
    "time": "datetime",
    "details": "open",
    "font": "color face size",
    "hr": "align width size",
    "p": "align",
    "div": "align",
    "caption": "align",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "align"),
}

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "lang", "role", "style", "title"},
    **{name: set(words(names)) for name, names in _OWN_ATTRIBUTES.items()},
    **{name: set(_MATHML_ATTRIBUTES) for name in _MATHML},
}

ADDRESSES = frozenset({"href", "src", "poster"})
"""Attributes that may name a file of the quiz."""

STYLES = words(
    "background-color border border-bottom border-collapse border-color border-left border-radius "
    "border-right border-spacing border-style border-top border-width caption-side clear color "
    "direction display float font-family font-size font-style font-variant font-weight height "
    "justify-items letter-spacing line-height list-style-type margin margin-bottom margin-left "
    "margin-right margin-top max-height max-width min-height min-width overflow overflow-x "
    "overflow-y padding padding-bottom padding-left padding-right padding-top table-layout "
    "text-align text-decoration text-decoration-color text-decoration-line text-decoration-style "
    "text-indent text-transform unicode-bidi vertical-align white-space width word-break "
    "word-spacing"
)
"""Properties that can neither load anything nor lay text over the rest of a page."""

SCHEMES = frozenset({"http", "https", "ftp", "mailto", "tel", "data"})
"""``data`` passes for pictures alone; the attribute filter sees to that."""
