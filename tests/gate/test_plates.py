"""Plates, telephone numbers and names: the shared vectors, and that any text gets an answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.errors import BadInput
from checkpoint.gate.phones import normalised_name, normalised_phone
from checkpoint.gate.plates import PROVINCES, is_in_doubt, normalised_plate, plate_kind
from checkpoint.gate.visits.matching import hash_of
from checkpoint.gate.visits.models import DenialKind

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "plate.json").read_text("utf-8"))


def answer_to(given: dict[str, str]) -> dict[str, Any]:
    try:
        match given["of"]:
            case "plate":
                plate = normalised_plate(given["text"])
                return {"plate": plate, "kind": plate_kind(plate)}
            case "phone":
                return {"phone": normalised_phone(given["text"])}
            case "name":
                return {"name": normalised_name(given["text"])}
            case _:
                kind = DenialKind(given["kind"])
                return {"hash": hash_of(given["salt"], kind, given["value"])}
    except BadInput as refusal:
        return {"reason": refusal.code}


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["id"])
def test_shared_vectors(case: dict[str, Any]) -> None:
    assert answer_to(case["input"]) == case["expect"], case["claim"]


@pytest.mark.parametrize("read", [normalised_plate, normalised_phone, normalised_name])
def test_a_refusal_names_its_field(read: Callable[[str], str]) -> None:
    with pytest.raises(BadInput) as refusal:
        read(" ")
    assert refusal.value.field == refusal.value.code.partition(".")[0]


@given(st.text())
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    for of in ("plate", "phone", "name"):
        answer = answer_to({"of": of, "text": text})
        assert of in answer or answer["reason"].startswith(f"{of}.")


@given(st.sampled_from(PROVINCES), st.from_regex("[A-HJ-NP-Z][A-HJ-NP-Z0-9]{5}", fullmatch=True))
def test_what_is_read_is_read_the_same_again_however_it_is_typed(start: str, rest: str) -> None:
    plate = normalised_plate(f" {start}{rest[0].lower()} · {rest[1:]}")
    assert plate == start + rest == normalised_plate(plate)
    assert not is_in_doubt(plate)


@given(st.text())
def test_a_plate_that_was_taken_fits_into_its_column(text: str) -> None:
    answer = answer_to({"of": "plate", "text": text})
    assert len(answer.get("plate", "")) <= 12


@given(st.text(max_size=30))
def test_a_name_that_was_folded_is_folded(text: str) -> None:
    folded = answer_to({"of": "name", "text": text})
    if "name" in folded:
        assert " " not in folded["name"]
