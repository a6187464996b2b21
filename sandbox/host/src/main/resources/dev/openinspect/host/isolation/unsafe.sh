#!/bin/sh
# Runs a supervisor without any wall, for machines that have none and only because the operator asked for it by name.
# Same life line and status lines as launch.sh. Leads a process group of its own, which ends with it.
set -eu
trap 'trap "" TERM; kill -KILL 0' USR1
exec 3<&0 0</dev/null 4>&1 1>&2
(umask 077; IFS= read -r boot <&3; printf '%s\n' "$boot" > "$RUN/boot.json")
cd "$OPENINSPECT_WORKSPACE"
setpriv --pdeathsig KILL "$@" 3<&- 4>&- &
supervisor=$!
printf '{"child-pid": %s}\n' "$supervisor" >&4
(
    while IFS= read -r word <&3; do
        [ "$word" = stop ] && kill -TERM "$supervisor"
    done
    kill -USR1 $$
) &
code=0
wait "$supervisor" || code=$?
printf '{"exit-code": %s}\n' "$code" >&4
exec 4>&- 1>&- 2>&-
kill -KILL 0
