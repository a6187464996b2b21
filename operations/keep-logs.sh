#!/usr/bin/env bash
# Keeps what the started programs print within bounds: keep-logs.sh <folder> [bytes] [seconds]. They append to files that they never close, so a
# file that has become too large is copied and emptied; the lines of the moment between the two are lost. Payara rotates payara.log itself.
set -euo pipefail
folder=$1 most=${2:-20000000} pause=${3:-30}

while [[ -d $folder ]]; do
    for file in "$folder"/*.log "$folder"/payara.out; do
        [[ -f $file && $file != */payara.log ]] || continue
        if (($(stat -c %s "$file") > most)); then
            cp "$file" "$file.1"
            : >"$file"
        fi
    done
    sleep "$pause"
done
