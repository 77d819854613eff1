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

# True where packages of the system can be installed without asking for a password.
may_install_packages() {
  command -v apt-get >/dev/null || return 1
  [[ $(id -u) == 0 ]] || sudo -n true 2>/dev/null
}

install_packages() {
  local as=()
  [[ $(id -u) == 0 ]] || as=(sudo -n)
  "${as[@]}" apt-get -qq update >&2
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --yes --no-install-recommends "$@" >&2
}
