"""2-00: data go no further than their contributor allows."""

from __future__ import annotations

import pytest
from houses import CURATOR

from tanzuji.contributions.models import Contribution
from tanzuji.documents.errors import CodedError
from tanzuji.ledger.sealed import prepared
from tanzuji.parties.acting import Acting
from tanzuji.publications import services
from tanzuji.site.demonstration import of_publications as story


def test_what_may_stay_in_the_province_does_not_enter_the_library_of_the_nation(
    people: dict[str, Acting],
) -> None:
    """2-00: private → sector → province → nation, each step with consent."""
    dataset = story.announced(2023)[0]
    id_ = story.through_the_gates(people, dataset)
    of = Contribution.objects.get(id=id_)
    narrow = of.declared.replace('"national"', '"sector"')
    assert narrow != of.declared
    Contribution.objects.filter(id=id_).update(**prepared(of, {"declared": narrow}))
    draft = services.open_draft(people[CURATOR], services.main_library())
    library = draft.library
    library.scope = "nation"
    library.save(update_fields=["scope"])
    with pytest.raises(CodedError) as refused:
        services.choose(people[CURATOR], draft.id, [id_])
    assert refused.value.code == "publications.scope-too-narrow"
    library.scope = "sector"
    library.save(update_fields=["scope"])
    assert services.choose(people[CURATOR], draft.id, [id_]).items.count() == 1
