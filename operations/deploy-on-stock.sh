#!/usr/bin/env bash
# Runs docs/deploy.md: every block marked `sh`, in order, against a running domain. So the page cannot go wrong without a test noticing.
#
# Expects in the environment: JAVA_HOME, PAYARA, ADMIN_PORT, PASSWORD_FILE, DRIVER, EAR, and the OPENINSPECT_ variables that the domain was started with.
set -euo pipefail

page=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/docs/deploy.md
for name in JAVA_HOME PAYARA ADMIN_PORT PASSWORD_FILE DRIVER EAR OPENINSPECT_KEYS OPENINSPECT_SANDBOX_PORT; do
    [[ ${!name:-} ]] || {
        echo "deploy-on-stock.sh: $name is not set" >&2
        exit 2
    }
done

# shellcheck disable=SC2016
commands=$(sed -n '/^```sh$/,/^```$/ { /^```/d; p; }' "$page")
[[ $commands == *'asadmin deploy'* ]] || {
    echo "deploy-on-stock.sh: no commands in $page" >&2
    exit 2
}
exec bash -euxc "$commands"
