"""The OpenAPI document is valid, and schemathesis finds no answer that it does not describe."""

from __future__ import annotations

import re

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from campaigns.house import House
from contacts.cancellation import REASONS
from tests.campaigns.house_of import house_of
from tests.web.api.callers import SOURCES, TOKEN, Caller, cancellation
from web.api.app import api_app
from web.api.bodies import BODIES
from web.api.openapi import PREFIX, document

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    one = house_of(tmp_path_factory.mktemp("described"))
    one.customer()
    yield one
    one.close()


def test_the_document_is_valid_and_names_every_call(lived):
    told = Caller(lived).client.get(f"{PREFIX}/openapi.json").json()
    validate(told)
    assert {path.removeprefix(f"{PREFIX}/") for path in told["paths"]} == {*BODIES, "tasks/{task}", "openapi.json"}
    assert told["components"]["schemas"]["Cancellation"]["properties"]["reason"]["enum"] == sorted(REASONS)
    text = str(told)
    assert not re.search(r"whsec|secret|credential", text)


def test_what_the_document_allows_comes_in(lived):
    told = document("https://firma.example", REASONS)
    body = cancellation(contact_id="K-1")
    jsonschema.validate(body, {"$ref": "#/components/schemas/Cancellation", "components": told["components"]})
    assert Caller(lived).signed("cancellations", body).status_code == 200


def described(house: House) -> schemathesis.schemas.BaseSchema:
    app = api_app(lambda: house, SOURCES)
    schema = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app)
    schema.config.generation.update(with_security_parameters=False)  # the caller is one who may
    return schema


@pytest.mark.timeout(120)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("kind", [*BODIES, "tasks/{task}"])
def test_no_answer_that_is_not_described(lived, kind, mode):
    operation = described(lived.house)[f"{PREFIX}/{kind}"]["GET" if kind.startswith("tasks") else "POST"]

    seen = set()

    @settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        answer = case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {TOKEN}"})
        seen.add(answer.status_code)

    run()
    assert 401 not in seen
    assert seen & {200, 400, 404, 422}
