"""Bases of the models that describe responses; tests check real responses against them."""

from pydantic import BaseModel, ConfigDict


class SchemaOnlyModel(BaseModel):
    """A model of a response's body. It is built with the OpenAPI document."""

    model_config = ConfigDict(defer_build=True)


class ClosedModel(SchemaOnlyModel):
    """A model of a response's body that has no other members."""

    model_config = ConfigDict(extra="forbid")
