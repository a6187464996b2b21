#!/bin/sh
# require-versions.sh LOCK MISSING: as a hook of mmdebstrap, once the archive's lists are there. Fails when a version of LOCK (lines of
# package=version) is not in them, and writes those to MISSING, before anything large is fetched.
set -eu
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG
export APT_CONFIG
apt-cache dumpavail | awk '
    FILENAME != "-" { wanted[$0] = 1; next }
    $1 == "Package:" { name = $2 }
    $1 == "Version:" { delete wanted[name "=" $2] }
    END { for (line in wanted) print line }' "$1" - | sort > "$2"
[ ! -s "$2" ]
