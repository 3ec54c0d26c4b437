"""How a release comes about: two persons, one content, frozen for good."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from houses import CURATOR, SECOND, house, works
from hypothesis import given, settings
from hypothesis import strategies as st

from tanzuji.contributions import queries as contributions
from tanzuji.contributions import services as contributing
from tanzuji.documents.errors import CodedError
from tanzuji.engine.store import open_release
from tanzuji.library import queries as library
from tanzuji.parties.acting import Acting
from tanzuji.publications import queries, services
from tanzuji.publications.models import Change, Contained, Draft, Publication, Standing
from tanzuji.publications.states import RELEASE
from tanzuji.site.demonstration import of_publications as story
from tanzuji.web.verdicts import Refused, Stale

People = dict[str, Acting]


def _queued(people: People, year: int = 2023) -> list[Any]:
    return [story.through_the_gates(people, of) for of in story.announced(year)]


def _filled(people: People, ids: list[Any]) -> Draft:
    draft = services.open_draft(people[CURATOR], services.main_library())
    services.choose(people[CURATOR], draft.id, ids)
    return services.describe(
        people[CURATOR], draft.id, {"notice_zh": "公告"}, effective_from=date(2025, 1, 17)
    )


def test_only_the_curators_second_person_releases_what_the_first_prepared(people: People) -> None:
    """A.11: factor release – created by the library, decided by a second of the library (four eyes)."""
    draft = _filled(people, _queued(people))
    submitted = services.submit(people[CURATOR], draft.id)
    for acting, code in ((people[CURATOR], "publications.four-eyes"), (works(), "web.absent")):
        with pytest.raises(CodedError) as refused:
            services.publish(acting, draft.id, digest=submitted.digest)
        assert refused.value.code == code
    with pytest.raises(CodedError) as refused:
        services.open_draft(works("b@b.example", "b"), services.main_library())
    assert refused.value.code == "publications.not-curator"
    made = services.publish(people[SECOND], draft.id, digest=submitted.digest)
    assert (made.submitted_by, made.released_by) == (people[CURATOR].person, people[SECOND].person)


def test_what_is_released_is_what_was_submitted_to_the_byte(people: People) -> None:
    draft = _filled(people, _queued(people))
    submitted = services.submit(people[CURATOR], draft.id)
    with pytest.raises(Refused):  # in review it cannot be edited
        services.choose(people[CURATOR], draft.id, [])
    with pytest.raises(Stale):
        services.publish(people[SECOND], draft.id, digest="sha256:" + "0" * 64)
    made = services.publish(people[SECOND], draft.id, digest=submitted.digest)
    release = open_release(made.library.name, made.version)
    release.verify()
    assert release.digest == submitted.digest == made.digest
    assert [row.dataset for row in made.contained.order_by("dataset")] == list(release.ids)
    indexed = library.release(made.library.name, made.version, None)  # a stranger may read it
    assert indexed.digest == made.digest and indexed.current


def test_a_candidate_that_was_touched_is_not_released(people: People) -> None:
    draft = _filled(people, _queued(people))
    submitted = services.submit(people[CURATOR], draft.id)
    folder = queries.candidate_of(submitted).folder
    (folder / "datasets.jsonl").write_bytes(b"")
    with pytest.raises(CodedError) as refused:
        services.publish(people[SECOND], draft.id, digest=submitted.digest)
    assert refused.value.code == "publications.candidate-gone"
    assert not Publication.objects.exists() and Draft.objects.get().state == "in_review"
    assert {one.state for one in contributions.entry_queue()} == {"entry_queue"}


def test_consent_withdrawn_after_submission_stops_the_release(people: People) -> None:
    """JS-205: consent is revocable until entry."""
    ids = _queued(people)
    draft = _filled(people, ids)
    submitted = services.submit(people[CURATOR], draft.id)
    contributing.withdraw(people["dian.lan@power-institute.example"], ids[0], "撤回同意")
    with pytest.raises(CodedError) as refused:
        services.publish(people[SECOND], draft.id, digest=submitted.digest)
    assert refused.value.code == "publications.not-queued"
    services.send_back(people[SECOND], draft.id, "贡献者撤回")
    services.choose(people[CURATOR], draft.id, ids[1:])
    again = services.submit(people[CURATOR], draft.id)
    assert services.publish(people[SECOND], draft.id, digest=again.digest).count == 3


@pytest.mark.parametrize("of", [Publication, Contained, Change, Standing])
def test_what_is_published_can_be_neither_changed_nor_deleted(people: People, of: Any) -> None:
    story.release_of_year(people, 2023)
    story.release_of_year(people, 2024)
    row = of.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        of.objects.filter(pk=row.pk).update(id=row.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        of.objects.filter(pk=row.pk)._raw_delete("default")


def test_a_release_without_notice_day_or_change_is_not_submitted(people: People) -> None:
    draft = services.open_draft(people[CURATOR], services.main_library())
    with pytest.raises(CodedError) as refused:
        services.submit(people[CURATOR], draft.id)
    assert [problem.path for problem in refused.value.problems] == ["notice_zh", "effective_from"]
    services.describe(people[CURATOR], draft.id, {"notice_zh": "公告"}, effective_from="2025-01-17")
    with pytest.raises(CodedError) as refused:
        services.submit(people[CURATOR], draft.id)
    assert refused.value.code == "publications.nothing-changes"
    with pytest.raises(CodedError) as refused:
        services.open_draft(people[CURATOR], services.main_library())
    assert refused.value.code == "publications.open-already"


def test_a_suspended_dataset_is_told_at_once_and_left_out_of_the_next_release(people: People) -> None:
    first = story.release_of_year(people, 2023)
    wind = next(c for c in contributions.in_library() if c.dataset_id.endswith("wind"))
    contributing.suspend(people[SECOND], wind.id, "数值待复核")
    assert queries.standings(first.library)["cn-electricity-2023-wind"].kind == "suspended"
    assert "cn-electricity-2023-wind" in open_release(first.library.name, "1")  # what is published stays
    second = story.release_of_year(people, 2024)
    assert "cn-electricity-2023-wind" not in open_release(second.library.name, "2")
    change = second.changes.get(dataset="cn-electricity-2023-wind")
    assert (change.kind, change.reason) == ("removed", "数值待复核")


def test_a_correction_under_the_same_id_takes_the_place_of_the_former_value(people: People) -> None:
    first = story.release_of_year(people, 2023)
    of = next(d for d in story.announced(2023) if d.id.endswith("coal"))
    more = of.amounts[0].model_copy(update={"amount": 0.95})
    corrected = of.model_copy(update={"version": "2", "amounts": (more,), "replaces": of.id})
    id_ = story.through_the_gates(people, corrected)
    draft = _filled(people, [id_])
    submitted = services.submit(people[CURATOR], draft.id)
    second = services.publish(people[SECOND], draft.id, digest=submitted.digest)
    change = second.changes.get()
    assert (change.kind, change.old, change.new) == ("changed", 0.944, 0.95)
    assert second.count == first.count
    assert "cn-electricity-2023-coal" not in queries.standings(second.library)


@pytest.mark.parametrize("fell", [contributing.suspend, contributing.withdraw])
def test_a_correction_of_a_value_that_had_fallen_stays_in_the_releases_after_it(
    people: People, fell: Any
) -> None:
    first = story.release_of_year(people, 2023)
    of = next(d for d in story.announced(2023) if d.id.endswith("wind"))
    fallen = next(c for c in contributions.in_library() if c.dataset_id == of.id)
    fell(people[SECOND], fallen.id, "数值有误")
    more = of.amounts[0].model_copy(update={"amount": 0.0345})
    corrected = of.model_copy(update={"version": "2", "amounts": (more,), "replaces": of.id})
    draft = _filled(people, [story.through_the_gates(people, corrected)])
    submitted = services.submit(people[CURATOR], draft.id)
    second = services.publish(people[SECOND], draft.id, digest=submitted.digest)
    assert of.id not in queries.standings(second.library)
    assert [(s.kind, s.reason) for s in queries.history(second.library, of.id)] == [
        ("good", f"{first.library.name}@2"),
        (("suspended" if fell is contributing.suspend else "withdrawn"), "数值有误"),
    ]
    third = story.release_of_year(people, 2024)
    (value,) = open_release(third.library.name, "3").dataset(of.id).amounts
    assert value.amount == 0.0345


def test_no_step_of_a_release_skips_the_second_person() -> None:
    """Every way from draft to published goes through in_review, and only `publish` leads there."""
    assert {row.states for row in RELEASE.table if row.to == "published"} == {("in_review",)}
    assert {row.action for row in RELEASE.table if row.to == "published"} == {"publish"}
    assert not [row for row in RELEASE.table if {"published", "dropped"} & set(row.states)]


@pytest.mark.django_db(transaction=False)
class TestAnyOrder:
    """Any sequence of steps by anybody."""

    @settings(max_examples=8)
    @given(data=st.data())
    def test_no_sequence_of_steps_publishes_what_one_person_alone_saw(self, data: st.DataObject) -> None:
        from houses import cast, store_of_its_own

        with transaction.atomic(), store_of_its_own():
            self._walk(cast(), data)
            transaction.set_rollback(True)

    def _walk(self, people: People, data: st.DataObject) -> None:
        stranger = house("stranger", "enterprise", {"s@s.example": ("editor", "reviewer")})["s@s.example"]
        ids = _queued(people)
        draft = services.open_draft(people[CURATOR], services.main_library())
        steps = {
            "choose": lambda who: services.choose(who, draft.id, ids),
            "describe": lambda who: services.describe(
                who, draft.id, {"notice_zh": "公告"}, effective_from=date(2025, 1, 17)
            ),
            "submit": lambda who: services.submit(who, draft.id),
            "announce": lambda who: services.announce(who, draft.id),
            "return": lambda who: services.send_back(who, draft.id, "理由"),
            "publish": lambda who: services.publish(
                who, draft.id, digest=Draft.objects.get(id=draft.id).digest
            ),
        }
        actors = [people[CURATOR], people[SECOND], stranger]
        for _ in range(12):
            name = data.draw(st.sampled_from(sorted(steps)))
            who = data.draw(st.sampled_from(actors))
            try:
                with transaction.atomic():
                    steps[name](who)
            except CodedError:
                continue
            assert who is not stranger
        for made in Publication.objects.all():
            assert made.released_by_id not in queries.preparers(draft)
            assert made.digest == open_release(made.library.name, made.version).digest
