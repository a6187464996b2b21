#!/usr/bin/env bash
# The same EAR and domain.xml on Payara 7: starts an installation of its own with that server, tells the story there (StoryIT and others given as
# arguments), and ends it. On demand; what came of it stands in docs/deploy.md.
#
#   payara7.sh [integration test…]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
operations=$root/operations
for part in say settings processes requirements fetch tests; do
    # shellcheck source=/dev/null
    source "$operations/$part.sh"
done

tests=${*:-dev.openinspect.system.StoryIT}
export OPENINSPECT_PAYARA_VERSION=${OPENINSPECT_PAYARA_VERSION:-7.2025.1}
find_jdk
name_programs
export OPENINSPECT_DATA OPENINSPECT_HTTP_PORT OPENINSPECT_SCRIPT=$root/openinspect OPENINSPECT_OPENCODE=$OPENCODE_PROGRAM
OPENINSPECT_DATA=$(mktemp -d /tmp/openinspect-payara7.XXXXXX)
chmod 711 "$OPENINSPECT_DATA"
OPENINSPECT_HTTP_PORT=$(free_base_port)
trap '"$OPENINSPECT_SCRIPT" down; note "the state is kept in $OPENINSPECT_DATA"' EXIT
"$OPENINSPECT_SCRIPT" up
(cd "$root" && mvn -B -ntp verify -pl system-tests -am -DskipSystemITs=false -DskipUnitTests=true -Dspotless.check.skip \
    "-Dit.test=${tests// /,}" -Dfailsafe.failIfNoSpecifiedTests=false)
trap - EXIT
"$OPENINSPECT_SCRIPT" down
remove_state "$OPENINSPECT_DATA"
