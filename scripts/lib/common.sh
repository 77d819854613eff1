# What every command of the project shares: where things are, and how to say something.
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

# True on a machine that only checks, where nothing may be left out quietly.
on_ci() { [[ ${CI:-} == true || ${CI:-} == 1 ]]; }
