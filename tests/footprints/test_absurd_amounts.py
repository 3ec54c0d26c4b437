"""Every page of a study whose numbers are absurd but accepted answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from review_cases import browser, demo, organisation, release, somebody

if TYPE_CHECKING:
    from tanzuji.footprints.models import Study
    from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db

PAGES = (
    "scope/", "inventory/", "checks/", "result/", "scenarios/", "versions/", "compare/", "history/", "report/",
    "result/process/", "comments/", "figures/sankey.csv", "figures/stage-bars.csv", "compare.csv",
)  # fmt: skip


@pytest.fixture
def editor() -> Acting:
    return somebody(organisation(), "周宁", "editor")


def lines(of: Study) -> list[str]:
    import json

    return [
        f"processes[{process['id']}].{kind}[{item['id']}].amount"
        for process in json.loads(of.document)["processes"]
        for kind in ("inputs", "energy", "transports", "wastes", "emissions")
        for item in process.get(kind, ())
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "values",
    [[1e30], [-1e30], [1e30, -1e30], [5e-324], [1e-300, 1e30], ["=1e30 * 1e30 * 1e30 * 1e30 * 1e30"], [0.0],
     ["=1e270 + 1", "=-1e269"], ["=-1e270", 1e-30]],
)  # fmt: skip
def test_every_page_of_a_study_with_absurd_amounts_answers(
    editor: Acting, values: list[Any], language: str
) -> None:
    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services

    study = services.create(editor, demo("rice_paddy"), [release()])
    services.make_version(editor, study.id)
    places = lines(study)
    operations = [Set(place=place, value=values[i % len(values)]) for i, place in enumerate(places[:4])]
    edited = services.edit(editor, study.id, operations, force=True)
    client = browser(editor)
    address = f"/{language}/studies/{study.id}/"
    numbers = PAGES if edited.live.footprint else PAGES[:9]
    for page in numbers:
        answer = client.get(address + page)
        assert answer.status_code == 200, (page, answer.content[:300])
    for listing in ("", "studies/"):
        assert client.get(f"/{language}/{listing}").status_code == 200
    sent = {
        "key": "k",
        "operations": [{"kind": "set", "place": "product.model", "value": "b", "was": None}],
        "force": True,
        "here": {"page": "inventory", "base": edited.study.revision},
    }
    answer = client.post(f"{address}edits/", sent, content_type="application/json")
    assert answer.status_code == 200
