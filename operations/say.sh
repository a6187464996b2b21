# shellcheck shell=bash
# How the script talks: facts on standard error with the seconds since the start, results on standard output.

STARTED_AT=$EPOCHREALTIME
if [[ -t 2 && ! ${NO_COLOR:-} ]]; then
    RED=$'\e[1;31m' YELLOW=$'\e[33m' GREEN=$'\e[32m' PLAIN=$'\e[0m'
else
    RED='' YELLOW='' GREEN='' PLAIN=''
fi

# Seconds with one decimal since a point in time, without starting a process.
elapsed() {
    local from=$1 now=$EPOCHREALTIME
    local tenths=$(((${now/[.,]/} - ${from/[.,]/}) / 100000))
    printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

step() { printf '%7s s  %s\n' "$(elapsed "$STARTED_AT")" "$*" >&2; }
note() { printf '           %s\n' "$*" >&2; }
warn() { printf '           %s%s%s\n' "$YELLOW" "$*" "$PLAIN" >&2; }

# Ends with 1, or with FAIL_CODE where a command has more to tell.
fail() {
    printf '%sopeninspect: %s%s\n' "$RED" "$1" "$PLAIN" >&2
    shift
    local line
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit "${FAIL_CODE:-1}"
}

# The end of a log, indented, so that nobody has to look for it.
show_end() {
    local file=$1 lines=${2:-40}
    [[ -s $file ]] || return 0
    printf '\n--- the end of %s ---\n' "$file" >&2
    tail -n "$lines" "$file" | cut -c1-600 >&2
    printf -- '---\n\n' >&2
}
