"""What stands around every page: head, cookie banner, menus, search box, footer. Made once, about 30 KB as bytes."""

from __future__ import annotations

import functools
from html import escape

from scraper.replica.categories import category_slugs, places_of_category

_STYLE_PARTS = (
    "header footer main nav article aside .menu .menu-item .panel .banner .breadcrumb .results .result .facts "
    ".pagination .decision-header .label .value .back-to-top .print .contents .search-box .social .logo .skip "
    ".cookie-choice"
)
_STYLE_RULES = (
    "margin:0 auto 1.25rem;padding:.5rem 1rem;border:0 solid #d5d9dc",
    "color:#20303c;background-color:#fff;font-size:1rem;line-height:1.6",
    "display:block;max-width:72rem;box-sizing:border-box",
)
_COOKIES = """<div id="cookie-banner" class="banner" role="dialog" aria-label="Privacy settings">
<h2>Privacy settings</h2>
<p><img src="/media/logo.svg" alt="Replica logogram" width="180" height="60"></p>
<p>Choose which cookies this site may keep on your device.</p>
<h3>Necessary cookies</h3>
<p>Without these the pages cannot work. Refuse them in your browser and parts of the site will fail.</p>
<p><a href="/cookies#necessary">See the necessary cookies</a></p>
<h3>Measuring cookies</h3>
<p>These count visits so that pages can be made better. Nothing in them tells who you are.</p>
<p class="cookie-choice"><label><input type="radio" name="measure" value="on"> On</label>
<label><input type="radio" name="measure" value="off" checked> Off</label></p>
<p><a href="/cookies#measuring">See the measuring cookies</a></p>
<button type="button" id="cookie-save">Save my choice</button>
</div>
"""
_MENUS = {
    "Make a complaint": (
        "Before you complain to us",
        "How to complain to the organisation first",
        "What we can look at",
        "What we cannot look at",
        "Time limits",
        "How long it takes",
        "Complain on behalf of someone else",
        "Help with making a complaint",
        "Challenge a decision of ours",
    ),
    "For organisations": (
        "Our expectations of you",
        "Annual review letters",
        "Guidance on remedies",
        "Training courses",
        "Link officers",
        "Complaint handling code",
        "How we publish decisions",
        "How well councils comply",
    ),
    "Information centre": (
        "News",
        "Reports on a theme",
        "Annual reports",
        "Statistics",
        "Fact sheets",
        "Newsletters",
        "Freedom of information",
        "Equality",
        "Staff guidance",
        "Speeches",
    ),
    "About us": (
        "Who we are",
        "Our aims",
        "How we are run",
        "Our performance",
        "Advisory forum",
        "Vacancies",
        "Suppliers",
        "Contact us",
        "Accessibility",
    ),
}
_SCRIPT = """(function () {
  'use strict';
  var menus = document.querySelectorAll('.menu-item');
  function close(except) {
    menus.forEach(function (menu) { if (menu !== except) { menu.classList.remove('open'); } });
  }
  menus.forEach(function (menu) {
    menu.addEventListener('click', function () { close(menu); menu.classList.toggle('open'); });
  });
  var save = document.getElementById('cookie-save');
  if (save) {
    save.addEventListener('click', function () {
      var choice = document.querySelector('input[name=measure]:checked');
      document.cookie = 'choice=' + (choice ? choice.value : 'off') + ';path=/;max-age=31536000';
      document.getElementById('cookie-banner').hidden = true;
    });
  }
}());
"""


def wrap(title: str, main: str) -> bytes:
    """A whole page around the inner HTML ``main``; ``title`` is plain text."""
    top, middle, bottom = _shell()
    return b"".join([top, escape(title).encode(), middle, main.encode(), bottom])


@functools.cache
def _shell() -> tuple[bytes, bytes, bytes]:
    head = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>'
    )
    middle = (
        f" - Replica of a decisions site</title>\n<style>\n{_style()}</style>\n"
        '<link rel="icon" href="/media/icon.svg">\n</head>\n<body id="top">\n'
        f"{_icons()}"
        f'<a class="skip" href="#main">Skip to the content</a>\n{_COOKIES}{_header()}'
        f'<div class="page">\n{_aside()}<main id="main">\n'
    )
    bottom = f"</main>\n</div>\n{_footer()}<script>\n{_SCRIPT}</script>\n</body>\n</html>\n"
    return head.encode(), middle.encode(), bottom.encode()


def _style() -> str:
    widths = ("", "@media (min-width: 40rem)", "@media (min-width: 64rem)")
    blocks = []
    for width in widths:
        rules = "".join(
            f"{part}{{{_STYLE_RULES[(number + len(width)) % len(_STYLE_RULES)]}}}\n"
            for number, part in enumerate(_STYLE_PARTS.split())
        )
        blocks.append(f"{width} {{\n{rules}}}\n" if width else rules)
    return "".join(blocks)


def _icons() -> str:
    """A sheet of icons, one a category, drawn as polygons."""
    symbols = "".join(
        f'<symbol id="icon-{slug}" viewBox="0 0 96 96"><path d="{_outline(number)}"/></symbol>\n'
        for number, slug in enumerate(category_slugs())
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" hidden>\n{symbols}</svg>\n'


def _outline(number: int) -> str:
    points = (f"L{(corner * 37 + number * 11) % 96} {(corner * 53 + number * 29) % 96}" for corner in range(60))
    return f"M48 48{''.join(points)}Z"


def _header() -> str:
    return (
        '<header>\n<p class="logo"><a href="/"><img src="/media/logo.svg" alt="Replica logogram"></a></p>\n'
        '<form class="search-box" action="/search" method="get"><label for="q">Search this site</label>'
        '<input id="q" name="q" type="search"><button>Search</button></form>\n'
        f'<nav class="menu" aria-label="Main menu">\n<ul>\n{_decisions_menu()}'
        f"{''.join(_menu(name) for name in _MENUS)}</ul>\n"
        "</nav>\n</header>\n"
    )


def _decisions_menu() -> str:
    groups = "".join(
        f'<li class="panel"><a class="panel-heading" href="/decisions/{slug}" data-level="1">{escape(name)}</a>\n<ul>\n'
        + "".join(
            f'<li class="panel-entry"><a class="panel-link" href="{place.path}" data-level="2">'
            f"{escape(place.name)}</a></li>\n"
            for place in places_of_category()[name]
        )
        + "</ul>\n</li>\n"
        for slug, name in category_slugs().items()
    )
    return _menu_item("Decisions", groups)


def _menu(name: str) -> str:
    links = "".join(
        f'<li class="panel-entry"><a class="panel-link" href="{_address(name, item)}">{item}</a></li>\n'
        for item in _MENUS[name]
    )
    return _menu_item(name, links)


def _menu_item(name: str, inner: str) -> str:
    button = f'<button type="button" aria-expanded="false">{name}</button>'
    return f'<li class="menu-item">{button}\n<ul>\n{inner}</ul>\n</li>\n'


def _address(menu: str, item: str) -> str:
    return f"/{menu.lower().replace(' ', '-')}/{item.lower().replace(' ', '-')}"


def _aside() -> str:
    links = "".join(
        f'<li><a href="/decisions/{slug}">{escape(name)}</a></li>\n' for slug, name in category_slugs().items()
    )
    return (
        '<nav class="breadcrumb" aria-label="You are here"><a href="/">Home</a> '
        '<a href="/decisions">Decisions</a></nav>\n'
        f"<aside>\n<h2>Browse decisions</h2>\n<ul>\n{links}</ul>\n"
        '<p><a href="/Decisions/Search">Search all decisions</a></p>\n'
        '<p><a href="/Decisions/Archive">Archive</a></p>\n</aside>\n'
    )


def _footer() -> str:
    columns = "".join(
        f"<section>\n<h2>{name}</h2>\n<ul>\n"
        + "".join(
            f'<li class="footer-entry"><a class="footer-link" href="{_address(name, i)}">{i}</a></li>\n' for i in items
        )
        + "</ul>\n</section>\n"
        for name, items in _MENUS.items()
    )
    return (
        f"<footer>\n{columns}<p>A stand-in site for trials. Every person, body and case on it is invented.</p>\n"
        '<p><a href="/copyright">Copyright</a> <a href="/privacy">Privacy</a> '
        '<a href="/sitemap">Site map</a></p>\n</footer>\n'
    )
