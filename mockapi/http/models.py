"""The base of the models that read request bodies of the control plane."""

from pydantic import BaseModel, ConfigDict


class RequestModel(BaseModel):
    """A request body that refuses unknown members and does not convert between text and numbers."""

    model_config = ConfigDict(strict=True, extra="forbid")
