#!/usr/bin/env bash
# Lets schemathesis loose on a running installation, with the API's own description. It learns ids from answers and uses them: people are
# disabled, tokens revoked, sessions deleted. Not for an installation that anybody uses.
#
#   fuzz.sh <address> <report folder> <examples per operation> <seed> [option of schemathesis…]
#   fuzz.sh fetch                                                         only takes it into the cache
#
# OPENINSPECT_FUZZ_TOKEN is the API token that it calls with, OPENINSPECT_FUZZ_SESSIONS are ids of sessions. Ends with 0 when no answer was wrong.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
operations=$here/../../operations
for part in say settings fetch; do
    # shellcheck source=/dev/null
    source "$operations/$part.sh"
done

# Virtual environments refer to the Python they were made with.
fuzzer=$CACHE/fuzzer-$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')-$(sha256sum "$here/requirements.txt" | cut -c1-12)

make_fuzzer() {
    step 'Fetching the fuzzer'
    { python3 -m venv "$1" && "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -r "$here/requirements.txt"; } ||
        fail 'the fuzzer could not be fetched through pip'
}

once "$fuzzer" make_fuzzer
[[ $1 != fetch ]] || exit 0
address=$1 reports=$2 examples=$3 seed=$4
shift 4
rm -rf "$reports"
mkdir -p "$reports"
cd "$reports"
# shellcheck disable=SC2086 # several words
ids=$(printf '"%s", ' $OPENINSPECT_FUZZ_SESSIONS)
sed "s/SESSIONS/${ids%, }/" "$here/schemathesis.toml" >schemathesis.toml
exec "$fuzzer/bin/python" -m schemathesis.cli --config-file schemathesis.toml run "$address/openapi?format=JSON" \
    --url "$address" --header "Authorization: Bearer $OPENINSPECT_FUZZ_TOKEN" --header 'User-Agent: fuzz' \
    --max-examples "$examples" --seed "$seed" --workers 1 --no-color --continue-on-failure \
    --report json --report-json-path report.json "$@"
