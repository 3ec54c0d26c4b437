"""What the database gave up for another act at the same moment is answered by a code: changed meanwhile, or busy."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from tanzuji.site.api import at_once
from tanzuji.web.middleware import CodedErrors


def _error(cause: Exception) -> OperationalError:
    error = OperationalError("the driver's words")
    error.__cause__ = cause
    return error


def _busy(folder: Path) -> Exception:
    """What SQLite says to the second of two that write."""
    first, second = (sqlite3.connect(folder / "a.sqlite3", timeout=0, isolation_level=None) for _ in range(2))
    first.execute("begin immediate")
    with pytest.raises(sqlite3.OperationalError) as told:
        second.execute("begin immediate")
    first.close()
    second.close()
    return told.value


def _answered(error: OperationalError) -> list[HttpResponse | None]:
    """By a page's middleware and by the API."""
    request = RequestFactory().post("/api/anything")
    return [CodedErrors(lambda _: HttpResponse()).process_exception(request, error), at_once(request, error)]


def test_two_acts_in_each_others_way_are_answered_by_a_code_and_nothing_of_the_driver(tmp_path: Path) -> None:
    """40P01 and 40001: PostgreSQL's manual, appendix A; SQLITE_BUSY: sqlite.org/rescode.html."""
    clashes: list[tuple[Exception, int, str]] = [
        (psycopg.errors.DeadlockDetected(), 409, "web.at-once"),
        (psycopg.errors.SerializationFailure(), 409, "web.at-once"),
        (psycopg.errors.LockNotAvailable(), 503, "web.busy"),
        (_busy(tmp_path), 503, "web.busy"),
    ]
    for cause, status, code in clashes:
        for answer in _answered(_error(cause)):
            assert answer is not None and answer.status_code == status
            assert ("Retry-After" in answer) is (status == 503)
            told = json.loads(answer.content)["problems"][0]
            assert told["code"] == code and told["message"]["zh"] and told["remedy"]["en"]
            assert b"driver" not in answer.content


def test_a_database_that_is_gone_is_no_clash() -> None:
    error = _error(psycopg.errors.AdminShutdown())
    assert CodedErrors(lambda _: HttpResponse()).process_exception(RequestFactory().get("/"), error) is None
    with pytest.raises(OperationalError):
        at_once(RequestFactory().get("/api/anything"), error)
