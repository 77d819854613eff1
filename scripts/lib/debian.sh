# Packages of Debian unpacked into a folder, without installing anything on the system and
# without being root. Lists and downloads live in a folder of their own.
# shellcheck shell=bash

# The address of the Debian mirror that this system already uses; nothing if there is none.
debian_mirror() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
    /etc/apt/sources.list.d/*.sources 2>/dev/null |
    grep -v '^[[:space:]]*#' |
    grep -oE 'https?://[^[:space:]]*/debian/?([[:space:]]|$)' |
    head -n 1 | tr -d '[:space:]'
}

# The name of this system's release, such as bookworm.
debian_release() {
  # shellcheck source=/dev/null
  (. /etc/os-release && echo "${VERSION_CODENAME:-}")
}

# unpack_debian SUITE FOLDER PACKAGE...: what the packages hold, in FOLDER, which is made
# in one go or not at all.
unpack_debian() (
  suite=$1 folder=$2
  shift 2
  keys=/usr/share/keyrings/debian-archive-keyring.gpg
  mirror=$(debian_mirror) || true
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null &&
    [[ -n $mirror && -r $keys ]] || return 1

  work=$CACHE/debian
  trap 'rm -rf "$work"' EXIT
  rm -rf "$work"
  mkdir -p "$work"/{lists/partial,cache/archives/partial,packages}
  echo "deb [signed-by=$keys] $mirror $suite main" >"$work/sources"
  cat >"$work/apt.conf" <<CONF
Dir::State::Lists "$work/lists";
Dir::Cache "$work/cache";
Dir::Etc::SourceList "$work/sources";
Dir::Etc::SourceParts "/dev/null";
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
CONF
  export APT_CONFIG=$work/apt.conf
  apt-get -qq update || return
  cd "$work/packages" || return
  apt-get -qq download "${@/%//$suite}" || return
  for package in *.deb; do
    dpkg-deb --extract "$package" "$work/unpacked" || return
  done
  mv -T "$work/unpacked" "$folder"
)
