"""Dataset ids in addresses: as they are where that is safe, else encoded, always one segment of a path; releases."""

from __future__ import annotations

import base64
import binascii
import re

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


def segment(dataset: str) -> str:
    """The id as a segment: `cn-elec-cf-2024`, or `~` and base64url where it holds a slash, a blank, a dot first …"""
    if _SAFE.fullmatch(dataset):
        return dataset
    return "~" + base64.urlsafe_b64encode(dataset.encode("utf-8", "replace")).decode().rstrip("=")


class DatasetId:
    """The path converter `dataset`."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}|~[A-Za-z0-9_-]{1,1200}"

    def to_python(self, value: str) -> str:
        """The id. Raises ValueError (no such page) for what no id is written as."""
        if not value.startswith("~"):
            return value
        padded = value[1:] + "=" * (-len(value[1:]) % 4)
        try:
            found = base64.urlsafe_b64decode(padded).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ValueError("not base64url of UTF-8") from error
        if segment(found) != value:
            raise ValueError("written in another way")
        return found

    def to_url(self, value: str) -> str:
        return segment(value)


def release_page(name: str, version: str) -> str:
    """The address of a release's page, after `/zh` or `/en`. Names and versions hold nothing that needs encoding."""
    return f"/library/releases/{name}/{version}/"


class ReleasePart:
    """The path converter `release`: a name or a version of a release (`store.release_folder`)."""

    regex = r"[a-z0-9][a-z0-9.\-]{0,59}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
