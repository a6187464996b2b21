#!/usr/bin/env bash
# A GitHub for demonstrations on this machine, without GitHub: two people, the organisation acme with two repositories, and an app that is installed on both.
# Prints the settings for an installation of ours and runs until it is ended. docs/github-stand-in.md tells the rest.
#
#   github-stand-in.sh [port] [address of the installation]
#
# Everything is in memory: who starts it again starts anew, with other secrets.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
operations=$here/../operations
for part in say settings requirements fetch soak; do
    # shellcheck source=/dev/null
    source "$operations/$part.sh"
done

port=${1:-$((PORT + 20))} address=${2:-$PUBLIC_URL}
make_state_folders
require_jdk
step 'Building the stand-in'
soak_classes
arguments=("$port" "$DATA/github-stand-in" "$address")
[[ ! -d $DEMO_REPOSITORY ]] || arguments+=("$DEMO_REPOSITORY")
rm -rf "$DATA/github-stand-in"
exec "$JAVA_HOME/bin/java" -Xmx256m -cp "$here/target/test-classes:$(<"$here/target/test-classpath")" dev.openinspect.github.StandInProgram "${arguments[@]}"
