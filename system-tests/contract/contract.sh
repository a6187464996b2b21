#!/usr/bin/env bash
# Prism, which nobody here wrote, between a client and a stand-in: whatever GitHub's own description of its API does not allow is answered with an error.
#
#   contract.sh <port> <base of the stand-in's API> [description]    the description is GitHub's if no other file is named
#   contract.sh fetch                                               only takes what it needs into the cache
#
# Runs in the foreground until it is ended.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
operations=$here/../../operations
for part in say settings fetch; do
    # shellcheck source=/dev/null
    source "$operations/$part.sh"
done

contract=$CACHE/contract-$(cat "$here/package.json" "$here/operations.mjs" | sha256sum | cut -c1-12)

fetch_contract() {
    step "Fetching Prism and GitHub's description of its API"
    cp "$here/package.json" "$1"
    (cd "$1" && npm install --ignore-scripts --omit=dev --no-audit --no-fund --no-package-lock) >"$1/npm.log" 2>&1 || {
        show_end "$1/npm.log" 15
        fail 'the contract could not be fetched through npm'
    }
    node "$here/operations.mjs" "$1/node_modules/@octokit/openapi/generated/api.github.com.json" "$1/operations.json"
}

once "$contract" fetch_contract
[[ $1 != fetch ]] || exit 0
port=$1 upstream=$2
exec node "$contract/node_modules/@stoplight/prism-cli/dist/index.js" proxy --errors --host 127.0.0.1 --port "$port" "${3:-$contract/operations.json}" "$upstream"
