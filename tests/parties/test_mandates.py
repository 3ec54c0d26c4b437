"""What an operator charges organisations with, and the directory others choose from."""

from __future__ import annotations

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.ledger.models import Event
from tanzuji.parties import queries, services
from tanzuji.web.verdicts import Absent

pytestmark = pytest.mark.django_db


def test_mandates_replace_each_other_and_leave_a_trace() -> None:
    made = services.found("research", zh="数据中心", en="Data centre", code="D1")
    services.charge(made, ["factors", "models"])
    services.charge(made, ["factors"])
    assert queries.organisation(made.id).mandate_set == {"factors"}
    assert Event.objects.filter(kind="parties.organisation.charged", subject_id=str(made.id)).count() == 2


def test_an_unknown_mandate_is_refused_and_nothing_changes() -> None:
    made = services.found("research", zh="数据中心", en="Data centre")
    with pytest.raises(CodedError) as refused:
        services.charge(made, ["factors", "king"])  # type: ignore[list-item]
    assert refused.value.code == "parties.no-such-mandate"
    assert queries.organisation(made.id).mandates == ""


def test_the_directory_finds_by_kind_mandate_and_name() -> None:
    first = services.found("verifier", zh="甲核查", en="A Verification")
    centre = services.found("research", zh="数据中心", en="Data centre")
    services.charge(centre, ["base_data"])
    assert list(queries.organisations(kinds=["verifier"], text="甲")) == [first]
    assert list(queries.organisations(mandate="base_data")) == [centre]
    assert not queries.organisations(mandate="models").exists()


def test_a_code_that_two_bear_names_nobody() -> None:
    services.found("enterprise", zh="甲", code="SAME")
    services.found("enterprise", zh="乙", code="SAME")
    with pytest.raises(Absent):
        queries.organisation_by_code("SAME")
    with pytest.raises(Absent):
        queries.organisation_by_code("")


def test_works_of_one_group_count_as_one() -> None:
    works = services.found("enterprise", zh="一厂", code="W1", group_code="G")
    alone = services.found("enterprise", zh="独立厂", code="W2")
    nameless = services.found("enterprise", zh="无码")
    assert [o.group for o in (works, alone, nameless)] == ["G", "W2", str(nameless.id)]


def test_authorities_stand_above_each_other_without_a_ring() -> None:
    city, province, nation = (services.found("regulator", zh=name) for name in ("市", "省", "国家"))
    with pytest.raises(CodedError) as refused:
        services.place_under(city, province)
    assert refused.value.code == "parties.superior-no-authority"
    for one in (city, province, nation):
        services.charge(one, ["authority"])
    services.place_under(city, province)
    services.place_under(province, nation)
    assert queries.superiors(city.id) == [province.id, nation.id]
    for below, above in ((nation, city), (province, city), (city, city)):
        with pytest.raises(CodedError) as refused:
            services.place_under(below, above)
        assert refused.value.code == "parties.superior-ring"
    services.place_under(province, None)
    assert queries.superiors(city.id) == [province.id]
    assert Event.objects.filter(kind="parties.organisation.placed").count() == 3
