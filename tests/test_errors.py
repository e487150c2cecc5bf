"""One tree of errors, one table to HTTP, and never a stack trace for a person."""

import pytest
from flask import Flask

from checkpoint.errors import (
    HTTP_STATUS,
    BadInput,
    CheckpointError,
    Conflict,
    Forbidden,
    NotFound,
    TooLarge,
    http_status,
)


def every_error(kind: type[CheckpointError] = CheckpointError) -> list[type[CheckpointError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in every_error(child))]


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_from_the_table(kind: type[CheckpointError]) -> None:
    error = kind.__new__(kind)  # the class is all that counts
    assert http_status(error) in HTTP_STATUS.values()


def test_the_nearest_row_of_the_table_wins() -> None:
    class StillTooLarge(TooLarge):
        pass

    assert http_status(StillTooLarge("x")) == 413
    assert http_status(BadInput("x")) == 422
    assert http_status(Conflict("x")) == 409
    assert http_status(Forbidden("x")) == 403
    assert http_status(NotFound("x")) == 404


def test_a_sentence_is_filled_with_its_parameters() -> None:
    assert str(BadInput("100 %% of %(what)s", what="it")) == "100 % of it"
    assert str(BadInput("50 % stays as it is")) == "50 % stays as it is"


def test_an_unexpected_error_shows_no_trace(app: Flask) -> None:
    @app.get("/api/boom")
    def boom() -> str:
        raise ZeroDivisionError("secret inside")

    answer = app.test_client().get("/api/boom", base_url="https://localhost")
    assert answer.status_code == 500
    assert answer.json["error"]["code"] == "unexpected"
    assert b"secret inside" not in answer.data
