#!/bin/sh
# Write requirements*.txt from pyproject.toml: every version pinned with its hashes, for every platform, no registry address.
set -eu
cd "$(dirname "$0")/.."
uv="${UV:-uv}"
common="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet"
$uv pip compile $common pyproject.toml tools/build-requirements.in -o requirements.txt
$uv pip compile $common -c requirements.txt --group dev -o requirements-dev.txt
$uv pip compile $common -c requirements.txt --group bench -o requirements-bench.txt
