# shellcheck shell=bash
# Builds what is not built, or not from the sources that are there now.

EAR=$ROOT/ear/target/openinspect.ear
BUILT=$ROOT/target/built
OUTPUTS=("$EAR" "$ROOT/sandbox/runtime/target/program" "$ROOT/sandbox/host/target/program" "$ROOT/demo/target/program")

needs_build() {
    local output
    for output in "${OUTPUTS[@]}" "$BUILT"; do [[ -e $output ]] || return 0; done
    [[ $(find "$ROOT" \( -name target -o -name node_modules -o -name '.[!.]*' -o -path "$ROOT/system-tests" -o -path "$ROOT/docs" -o -path "$ROOT/operations" \) -prune \
        -o -type f \( -path '*/src/*' -o -name pom.xml \) -newer "$BUILT" -print -quit) ]]
}

# Remembers the moment before a build: what was saved during it is newer and will be built again.
mark_build() {
    mkdir -p "$ROOT/target"
    touch "$BUILT.started"
}
finish_build() { mv "$BUILT.started" "$BUILT"; }

build() {
    if ! needs_build; then return 0; fi
    step 'Building (the first time takes a few minutes: Maven downloads what it needs)'
    mark_build
    local log=$LOGS/build.log
    (cd "$ROOT" && mvn -B -ntp package -pl '!system-tests' -DskipTests -Dspotless.check.skip) >"$log" 2>&1 || {
        grep -E '^\[ERROR\]' "$log" | head -20 >&2 || show_end "$log"
        fail "the build failed; all of it stands in $log"
    }
    finish_build
    step 'Built'
}
