"""Who is affected by a release: each organisation its own studies, curators counts; bands, updates, notices.

By hand: 1000 kWh × (0.6205 → 0.5777) = 620.5 → 577.7 kg CO2e.
"""

from __future__ import annotations

import pytest
from houses import CURATOR, SECOND, study_on, work, works

from tanzuji.contributions import queries as contributions
from tanzuji.contributions import services as contributing
from tanzuji.documents.errors import CodedError
from tanzuji.footprints import services as footprints
from tanzuji.footprints.affected import reports, updating
from tanzuji.footprints.affected.comparing import between
from tanzuji.footprints.models import Effect
from tanzuji.notices.models import Notice
from tanzuji.parties.acting import Acting
from tanzuji.publications import queries
from tanzuji.site.demonstration import of_publications as story

People = dict[str, Acting]


def test_a_study_that_crosses_a_limit_says_from_which_class_into_which(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    study = study_on(owner, first, 2023)
    footprints.set_limits(owner, study.id, [{"name": "A", "limit": 600.0}, {"name": "B", "limit": 700.0}])
    story.release_of_year(people, 2024)
    work()
    of = reports.effect_of(owner, first.library.name, 2)
    assert of is not None and of.recomputation.crossed == 1
    row = reports.products(of).get()
    assert ('"B"' in row.band_before, '"A"' in row.band_after) == (True, True)


def test_all_drafts_are_moved_at_a_click_and_a_second_click_moves_none(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    studies = [study_on(owner, first, 2023, kwh) for kwh in (1000, 2000)]
    studies.append(study_on(owner, first, 2023, 500, version=False))
    story.release_of_year(people, 2024)
    work()
    of = reports.effect_of(owner, first.library.name, 2)
    assert of is not None and of.affected == 3
    assert updating.update_drafts(owner, of) == (3, [])
    for study, new in zip(studies, (577.7, 1155.4, 288.85), strict=True):
        study.refresh_from_db()
        assert study.total == pytest.approx(new, rel=1e-12)
    assert updating.update_drafts(owner, of) == (0, [])


def test_an_organisation_that_does_not_stand_on_the_library_is_not_told(people: People) -> None:
    story.release_of_year(people, 2023)
    owner = works()
    story.release_of_year(people, 2024)
    work()
    assert not Effect.objects.exists() and not Notice.objects.filter(organisation=owner.organisation).exists()


def test_another_organisation_finds_no_effect_but_its_own(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner, other = works(), works("o@o.example", "other")
    study_on(owner, first, 2023)
    story.release_of_year(people, 2024)
    work()
    with pytest.raises(CodedError) as refused:
        reports.effect(other, reports.effects(owner).first().id)  # type: ignore[union-attr]
    assert refused.value.code == "web.absent"
    assert not reports.effects(other).exists()


def test_a_curator_reads_counts_and_no_spread_of_fewer_than_five_organisations(people: People) -> None:
    first = story.release_of_year(people, 2023)
    for n in range(5):
        study_on(works(f"w{n}@w.example", f"works {n}"), first, 2023, 1000 + n)
        if n == 3:
            second = story.release_of_year(people, 2024)
            work()
            told = reports.overall(second.digest)
            assert told is not None
            assert (told.organisations, told.studies, told.affected, told.spread) == (4, 4, 4, None)
    Effect.objects.all().delete()
    from tanzuji.footprints.affected.keeping import keep_effects

    release = queries.opened(queries.published(first.library.name))
    keep_effects(people[SECOND], release, title=first.library.title)
    told = reports.overall(release.digest)
    assert told is not None and told.spread is not None
    assert told.spread.middle == pytest.approx(-0.069, abs=1e-9)  # −42.8/620.5, to a tenth of a per cent


def test_users_of_a_dataset_that_was_withdrawn_are_told_why(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    study_on(owner, first, 2023)
    average = next(c for c in contributions.in_library() if c.dataset_id.endswith("average"))
    contributing.withdraw(people[SECOND], average.id, "公告更正")
    notice = Notice.objects.get(organisation=owner.organisation, kind="footprints.dataset-standing")
    assert "cn-electricity-2023-average" in notice.title_zh and notice.text_zh == "公告更正"
    assert not Notice.objects.filter(
        organisation=people[CURATOR].organisation, kind="footprints.dataset-standing"
    ).exists()


def test_two_releases_are_compared_by_product_whatever_it_stands_on(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    study_on(owner, first, 2023)
    second = story.release_of_year(people, 2024)
    (row,) = between(owner, queries.opened(first), queries.opened(second))
    assert (row.old, row.new) == (pytest.approx(620.5), pytest.approx(577.7))
    assert row.causes[0][0] == "cn-electricity-2023-average" and row.causes[0][1] == pytest.approx(-42.8)


def test_a_job_that_runs_twice_tells_once(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    study_on(owner, first, 2023)
    second = story.release_of_year(people, 2024)
    work()
    from tanzuji.footprints.affected.keeping import keep_effects

    keep_effects(people[SECOND], queries.opened(second), title=first.library.title)
    assert Effect.objects.filter(organisation=owner.organisation, number=2).count() == 1
    assert Notice.objects.filter(organisation=owner.organisation, kind="footprints.affected").count() == 1
