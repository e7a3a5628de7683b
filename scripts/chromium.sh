#!/usr/bin/env bash
# Prints the path of a Chromium, for the tests of the viewer's page: that of CHROMIUM_BIN, one that is
# on the PATH, or Debian's, which is installed where this user may do that. Fails, and says so, where
# there is none to be had.
set -euo pipefail

find_one() {
  for name in ${CHROMIUM_BIN:-} chromium chromium-browser google-chrome; do
    command -v "$name" && return 0
  done
  return 1
}

find_one && exit 0
if command -v apt-get >/dev/null; then
  as_root=
  [ "$(id -u)" = 0 ] || as_root='sudo -n'
  install() { DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core >&2; }
  # Without package lists apt knows of no package.
  install || { $as_root apt-get -qq update >&2 && install; } || true
fi
find_one && exit 0
echo 'error: there is no Chromium, and none could be installed' >&2
echo 'hint: install chromium, or set CHROMIUM_BIN to its path' >&2
exit 1
