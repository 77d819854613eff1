# Chromium for the browser tests: the system's own, else Debian's package.
# shellcheck shell=bash

# The path of a Chromium; $CHROMIUM goes first.
find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
    google-chrome-stable; do
    [[ -n $name ]] && command -v "$name" && return
  done
  return 1
}

install_chromium() {
  may_install_packages || return
  say 'Installing Chromium from the packages of the system'
  install_packages chromium && find_chromium >/dev/null
}
