"""CSS is inlined once per template; every Jinja tag comes back at its place and renders as if nothing had happened."""

from __future__ import annotations

import logging
import socket

import pytest
from jinja2 import DictLoader
from lxml import etree
from lxml import html as lxml_html
from premailer import Premailer

from campaigns.rendering import environment
from campaigns.rendering.compile import Flattener, inline_css
from campaigns.rendering.context import build_context
from campaigns.rendering.files import Files, RenderError
from campaigns.rendering.html import HtmlPlace, HtmlScanner
from channels.channel import EmailContent
from sequences.definition import Channel
from tests.campaigns.rendering_cases import BARE, RICH, SHIPPED, TEMPLATES, fit

ENV = environment(None, html=True)
PAGE = "<!DOCTYPE html><html><head><style>p { color: red; } .a { margin: 0; }</style></head><body>%s</body></html>"


def compiled(body: str) -> str:
    return inline_css(PAGE % body, "x.html")


def shape(source: str) -> list[tuple[str, dict[str, str], str]]:
    """Tags, attributes and text of a document, whitespace and comments aside."""
    tree = lxml_html.document_fromstring(source)
    return [
        (
            element.tag,
            {key: " ".join(value.replace(";", "; ").split()).rstrip("; ") for key, value in element.attrib.items()},
            " ".join(f"{element.text or ''} {element.tail or ''}".split()),
        )
        for element in tree.iter()
        if isinstance(element.tag, str)
    ]


@pytest.mark.parametrize("name", [name for name in TEMPLATES.names() if Channel.EMAIL in TEMPLATES.channels(name)])
@pytest.mark.parametrize("case", [BARE, RICH], ids=["bare", "rich"])
def test_compile_then_render_equals_render_then_inline(name: str, case: object):
    context = build_context(fit(name, case))
    env = environment(Files([SHIPPED], informal=False), html=True)
    rendered = env.get_template(f"{name}/body.html").render(context)
    oracle = Premailer(
        rendered,
        allow_network=False,
        cssutils_logging_level=logging.CRITICAL,
        disable_validation=True,
        disable_basic_attributes=["width"],
    ).transform()
    mail = TEMPLATES.render(name, Channel.EMAIL, context)
    assert isinstance(mail, EmailContent)
    assert shape(mail.html) == shape(oracle)
    assert mail.html.startswith("<!DOCTYPE html>")
    assert "prefers-color-scheme: dark" in mail.html
    assert 'width="600"' in mail.html
    assert len(mail.html) < 102_000  # larger mails are clipped by Gmail


@pytest.mark.parametrize(
    "body",
    [
        "<p>{{ name }}</p>",
        '<p>{% if name == "a" %}<b>a < b</b>{% else %}b{% endif %}</p>',
        '<a href="{{ privacy_url }}">x</a>',
        '<a href="mailto:{{ name }}?subject={{ name }}">x</a>',
        "<table><tbody>{% for a in name %}<tr><td>{{ a }}</td></tr>{% endfor %}</tbody></table>",
        "<ul>{% if name %}<li>a</li>{% endif %}<li>b</li></ul>",
        "<!-- {{ name }} --><p>x</p>",
        '<p {% if name %}class="a"{% endif %}>x</p>',
        "<p>{%- if name %} x {%- endif %}</p>",
    ],
)
def test_every_tag_survives_at_its_place(body: str):
    result = compiled(body)
    wanted = [word for word in ENV.lex(body) if word[1] not in ("data", "whitespace")]
    found = [word for word in ENV.lex(result) if word[1] not in ("data", "whitespace")]
    assert [word[2].strip() for word in found] == [word[2].strip() for word in wanted]
    assert 'style="color:red' in result or "<p" not in body


def test_conditions_may_stand_inside_a_tag():
    template = ENV.from_string(compiled('<p {% if name %}lang="de"{% endif %}>x</p>'))
    assert 'lang="de"' in template.render(name="ja")
    assert "lang" not in template.render(name="")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<style>p { color: {{ name }}; }</style>", "<style>"),
        ("<a href={{ name }}>x</a>", "Anführungszeichen"),
        ("<table>{% if name %}<p>{{ name }}</p></table><p>{% endif %}<tr></tr>", None),
    ],
)
def test_what_cannot_be_kept_is_refused_or_harmless(body: str, words: str | None):
    if words is None:
        assert compiled(body).count("{% endif %}") == 1
        return
    with pytest.raises(RenderError, match=words):
        compiled(body)


def test_no_stylesheet_is_fetched_from_anywhere():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        link = f'<link rel="stylesheet" href="http://127.0.0.1:{port}/x.css"><p>{{{{ name }}}}</p>'
        assert "{{ name }}" in compiled(link)
        with pytest.raises(TimeoutError):
            server.accept()


def flatten(sources: dict[str, str], name: str) -> str:
    return Flattener(lambda wanted: sources[wanted]).flatten(name)


SOURCES = {
    "base": "A{% block one %}1{% block two %}2{% endblock %}{% endblock %}B{% include 'part' %}",
    "middle": "{% extends 'base' %}{% block two %}zwei{% endblock %}",
    "leaf": "{% extends 'middle' %}{# still #}{% block one %}eins {{ x }}{% endblock %}",
    "part": "{% if x %}P{% endif %}",
}


@pytest.mark.parametrize("name", sorted(SOURCES))
@pytest.mark.parametrize("x", ["", "y"])
def test_flattening_means_the_same_as_inheritance(name: str, x: str):
    env = environment(DictLoader(SOURCES), html=False)
    flat = flatten(SOURCES, name)
    assert not {"extends", "include", "block"} & {word[2] for word in env.lex(flat)}
    assert env.from_string(flat).render(x=x) == env.get_template(name).render(x=x)


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ({"a": "{% include 'a' %}"}, "selbst"),
        ({"a": "{% extends 'b' %}", "b": "{% extends 'a' %}"}, "selbst"),
        ({"a": "{% extends 'b' %}Text", "b": ""}, "innerhalb von „block“"),
        ({"a": "{% include x %}"}, "festen Namen"),
        ({"a": "{% block x %}"}, "endblock"),
        ({"a": "{% raw %}x{% endraw %}"}, "raw"),
    ],
)
def test_broken_inheritance_has_a_german_sentence(sources: dict[str, str], words: str):
    with pytest.raises(RenderError, match=words):
        flatten(sources, "a")


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a", HtmlPlace.TEXT),
        ("<p>a < b ", HtmlPlace.TEXT),
        ("<p", HtmlPlace.TAG),
        ('<p class="', HtmlPlace.VALUE),
        ("<p class='a>b", HtmlPlace.VALUE),
        ("<p class=", HtmlPlace.UNQUOTED),
        ("<p class=a", HtmlPlace.UNQUOTED),
        ("<!-- <p ", HtmlPlace.COMMENT),
        ("<!-- x --> ", HtmlPlace.TEXT),
        ("<style>p > a {", HtmlPlace.STYLE),
        ("<style>p</style> ", HtmlPlace.TEXT),
        ("<title>a <b ", HtmlPlace.TITLE),
        ("<!DOCTYPE html>", HtmlPlace.TEXT),
        ("<br/>x", HtmlPlace.TEXT),
    ],
)
def test_scanner_knows_where_it_is_also_letter_by_letter(source: str, place: HtmlPlace):
    whole, split = HtmlScanner(), HtmlScanner()
    whole.feed(source)
    middle = source.rfind(" ") + 1
    split.feed(source[:middle])
    split.feed(source[middle:])
    assert (whole.place, split.place) == (place, place)


def test_oracle_parses_what_we_send():
    mail = TEMPLATES.render("winback/day_21_offer", Channel.EMAIL, build_context(RICH))
    assert isinstance(mail, EmailContent)
    assert etree.fromstring(mail.html, etree.HTMLParser(recover=False)) is not None
