# Chromium for the browser tests: the system's own, else Debian's package.
# shellcheck shell=bash

# Exports CHROMIUM, the path of one; where it names one already, that one is taken.
provide_chromium() {
  find_chromium || install_chromium && find_chromium
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
    google-chrome-stable; do
    if [[ -n $name ]] && CHROMIUM=$(command -v "$name"); then
      export CHROMIUM
      return
    fi
  done
  return 1
}

install_chromium() {
  local as=()
  command -v apt-get >/dev/null || return
  if [[ $(id -u) != 0 ]]; then
    sudo -n true 2>/dev/null || return
    as=(sudo -n)
  fi
  say 'Installing Chromium from the packages of the system'
  # Two runs side by side: the second one waits for the first.
  "${as[@]}" apt-get -qq -o DPkg::Lock::Timeout=600 update >&2 || return
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq \
    -o DPkg::Lock::Timeout=600 install --yes --no-install-recommends chromium >&2
}
