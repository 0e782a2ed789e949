"""How a service of Amazon's is reached: mails (SES), their events (SQS), letters (S3)."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from campaigns.settings.sections import Secret, Url
from sequences.grammar.values import Line, Table, german


class AmazonAccess(Table):
    region: Line = Field(default="eu-central-1", description="Region bei Amazon")
    access_key: Secret = Field(default=None, description="Zugriffsschlüssel; ohne Angabe die Rolle dieses Rechners")
    secret_key: Secret = Field(default=None, description="geheimer Teil des Zugriffsschlüssels")
    endpoint: Url | None = Field(
        default=None, description="eigener Endpunkt (VPC, anderer Dienst), sonst der von Amazon"
    )

    @property
    def amazon_secrets(self) -> dict[str, Secret]:
        """The secrets by key."""
        return {"access_key": self.access_key, "secret_key": self.secret_key}

    @model_validator(mode="after")
    def _both_keys(self) -> Self:
        if (self.access_key is None) != (self.secret_key is None):
            raise german("access_key und secret_key gehören zusammen; erlaubt sind beide oder keines")
        return self
