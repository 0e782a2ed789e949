"""Neither a template nor a customer's words can run code, read files or eat the machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from campaigns.rendering import RenderError, Templates
from campaigns.rendering.context import build_context
from channels.channel import EmailContent
from sequences.definition import Channel
from tests.campaigns.rendering_cases import RICH, SHIPPED, TEMPLATES

PAYLOADS = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__']['__mro__'] }}",
    "{{ name.__class__ }}",
    "{{ name['__class__'] }}",
    "{{ name|attr('__class__') }}",
    "{{ [name]|map(attribute='__class__')|list }}",
    "{{ (name,name)|groupby('__class__') }}",
    "{{ name.format }}",
    "{{ '{0.__class__}'.format(name) }}",
    "{{ '%s'|format(name) }}",
    "{{ '%999999999d' % 1 }}",
    "{{ name.format_map({}) }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ dict.__base__.__subclasses__() }}",
    "{{ range(10000000)|list }}",
    "{{ config }}",
    "{{ request.application }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ url_for.__globals__ }}",
    "{{ 'x' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ [1] * 1000000000 }}",
    "{{ name|center(1000000000) }}",
    "{{ name|indent(1000000000) }}",
    "{{ name|batch(1) }}",
    "{{ name|xmlattr }}",
    "{{ name|safe }}",
    "{{ name|tojson }}",
    "{{ name|replace('a', 'b') }}",
    "{{ name|default('x') }}",
    "{% set x = 'aaaaaaaa' %}{{ x }}",
    "{% with x = name %}{{ x }}{% endwith %}",
    "{% for a in name %}{% for b in name %}x{% endfor %}{% endfor %}",
    "{% for a in name recursive %}{{ loop(name) }}{% endfor %}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}",
    "{% filter upper %}x{% endfilter %}",
    "{% import 'x/letter.txt' as x %}",
    "{% from 'x/letter.txt' import x %}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../../etc/passwd' %}",
    "{% include name %}",
    "{% include ['a', 'b'] %}",
    "{% include 'x/letter.txt' %}",
    "{% extends name %}",
    "{% do name.append(1) %}",
    "{% debug %}",
    "{% raw %}{{ name }}{% endraw %}",
    "{{ super() }}",
    "{{ caller() }}",
    "{{ true }}",
    "{{ none }}",
    "{{ [] }}",
    "{{ {} }}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_template_gets_out(tmp_path: Path, payload: str):
    place = tmp_path / "eigene" / "x"
    place.mkdir(parents=True)
    for part in ("subject.txt", "body.txt", "body.html"):
        (place / part).write_text("a", encoding="utf-8")
    for channel, part in ((Channel.LETTER, "letter.txt"), (Channel.EMAIL, "body.html")):
        (place / part).write_text(f"A\n\nB\n\n{payload}\n", encoding="utf-8")
        with pytest.raises(RenderError):
            Templates([tmp_path / "eigene", SHIPPED]).render("x", channel, build_context(RICH))


@pytest.mark.parametrize("payload", [*PAYLOADS[:12], "<script>alert(1)</script>", '"><img src=x>'])
def test_customer_values_are_text_and_nothing_else(payload: str):
    contact = replace(RICH.contact, first_name="", salutation="", last_name=payload)
    cancellation = replace(RICH.cancellation, feature=payload, text=payload)
    context = build_context(replace(RICH, contact=contact, cancellation=cancellation))
    mail = TEMPLATES.render("offboarding/receipt", Channel.EMAIL, context)
    assert isinstance(mail, EmailContent)
    assert payload in mail.text
    assert "<script>" not in mail.html
    assert "<img" not in mail.html


def test_includes_that_double_each_other_are_stopped(tmp_path: Path):
    folder = tmp_path / "eigene"
    (folder / "x").mkdir(parents=True)
    for n in range(40):
        (folder / f"b{n}.txt").write_text(
            f"{{% include 'b{n + 1}.txt' %}}{{% include 'b{n + 1}.txt' %}}", encoding="utf-8"
        )
    (folder / "b40.txt").write_text("ha", encoding="utf-8")
    (folder / "x" / "letter.txt").write_text("{% include 'b0.txt' %}", encoding="utf-8")
    with pytest.raises(RenderError, match="zu groß"):
        Templates([folder]).render("x", Channel.LETTER, build_context(RICH))
