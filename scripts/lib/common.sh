# Paths, messages and the supported Home Assistant versions, for every command.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
CACHE=$ROOT/.cache
VENV=$ROOT/.venv
export ROOT CACHE VENV

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

# True on a continuous integration machine, where nothing may be skipped silently.
on_ci() { [[ ${CI:-} == true || ${CI:-} == 1 ]]; }

# The newest Home Assistant version, which `.venv` has.
newest_version() {
  grep -oE 'homeassistant==[0-9]+\.[0-9]+' "$ROOT/pyproject.toml" | head -n 1 |
    cut -d= -f3
}

# The older versions that the tests run on, one a line.
older_versions() {
  local file
  for file in "$ROOT"/requirements/home-assistant-*.txt; do
    file=${file##*/home-assistant-}
    echo "${file%.txt}"
  done | sort -V
}

# environment_of VERSION: the folder of the environment that has a Home Assistant version.
environment_of() {
  if [[ $1 == "$(newest_version)" ]]; then
    echo "$VENV"
  else
    echo "$CACHE/home-assistant-$1"
  fi
}
