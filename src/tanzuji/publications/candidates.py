"""The files of a release that was submitted: they wait outside the store, so that nothing stands on them yet."""

from __future__ import annotations

from pathlib import Path

from tanzuji.documents.errors import CodedError
from tanzuji.engine.release import Release
from tanzuji.engine.store import home
from tanzuji.publications import messages
from tanzuji.publications.models import Draft


def candidate_folder(draft: Draft) -> Path:
    """Where the files of a submitted draft wait, outside the store, so that nothing may stand on them."""
    return home() / "candidates" / str(draft.id)


def candidate(draft: Draft) -> Release:
    """The files of a submitted draft. Raises `publications.candidate-gone`."""
    try:
        found = Release.open(candidate_folder(draft))
        found.verify()
    except (CodedError, OSError) as error:
        raise messages.CANDIDATE_GONE.error(number=draft.number) from error
    if found.digest != draft.digest:
        raise messages.CANDIDATE_GONE.error(number=draft.number)
    return found
