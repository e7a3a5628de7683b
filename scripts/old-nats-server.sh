#!/usr/bin/env bash
# Prints the path of a nats-server that is too old to trace messages, which some tests want to meet:
# that of Debian's stable release, unpacked below node_modules and not installed. Prints nothing
# where there is none to be had; those tests then skip and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$PWD/node_modules/.cache/old-nats-server
server=$folder/root/usr/sbin/nats-server
if [ ! -x "$server" ] && command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
  rm -rf "$folder"
  mkdir -p "$folder"
  cd "$folder"
  # Without package lists apt knows of no package; fetching them takes root.
  download() { apt-get -qq -o APT::Sandbox::User=root download nats-server >&2; }
  download || { apt-get -qq update >&2 && download; } || true
  for package in nats-server_*.deb; do
    [ -e "$package" ] && dpkg-deb -x "$package" root
  done
fi
[ -x "$server" ] || exit 0
# A newer Debian may have one that traces.
if "$server" --version | grep -qE 'v2\.(10|[0-9])\.'; then echo "$server"; fi
