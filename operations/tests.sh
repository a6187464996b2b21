# shellcheck shell=bash disable=SC2030,SC2031  # the tests and the soak each have an installation of their own, so their settings end with their subshells
# `test`: everything that can be proven about these sources, ending with one line of totals. A skipped test counts as failed: it proves nothing.

# A base port whose whole range is free, so that tests run beside anything.
free_base_port() {
    local base offset
    for ((base = 18000; base < 30000; base += 200)); do
        for offset in 0 1 2 3 4 5 6 7 8 9 10 11 12 104; do
            ! port_open $((base + offset)) || continue 2
        done
        printf '%d' "$base"
        return 0
    done
    fail 'no free range of ports between 18000 and 30000'
}

# Sandbox layers belong to subordinate ids; without root they are removed from within a user namespace.
remove_state() {
    local folder
    for folder in "$@"; do
        [[ -e $folder ]] || continue
        rm -rf "$folder" 2>/dev/null || unshare --user --map-root-user --map-auto rm -rf "$folder" 2>/dev/null || warn "$folder could not be removed"
    done
}

unit_tests() {
    step 'Format, Error Prone and unit tests of all modules (mvn verify)'
    find "$ROOT" -name node_modules -prune -o -type d \( -name surefire-reports -o -name failsafe-reports \) -print0 | xargs -0r rm -rf
    rm -rf "$ROOT/target/node-reports"
    mark_build
    # Failed tests are counted from their reports; what fails here is the format or the compiler.
    (cd "$ROOT" && mvn -B -ntp -T 2 verify --fail-at-end -Dmaven.test.failure.ignore=true) || return 1
    finish_build
}

javascript_tests() {
    local folder=$ROOT/web/src/test/js
    [[ -d $folder ]] || return 0
    step 'JavaScript tests'
    mkdir -p "$ROOT/target/node-reports"
    (cd "$ROOT" && node --test --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=junit --test-reporter-destination=target/node-reports/TEST-javascript.xml "$folder"/*.test.*js)
}

script_tests() {
    step 'Shell scripts'
    (cd "$ROOT" && shellcheck -x -a openinspect .ci/run sandbox/host/*.sh sandbox/image/*.sh demo/*.sh operations/deploy-on-stock.sh system-tests/servers.sh system-tests/fuzz/fuzz.sh system-tests/payara7.sh system-tests/github-stand-in.sh system-tests/contract/contract.sh system-tests/emulate/emulate.sh)
}

# Tests of what was built already: nothing is compiled again. What failed is counted from the reports.
integration_tests() { (cd "$ROOT" && mvn -B -ntp "$@" failsafe:integration-test failsafe:verify --fail-at-end -Dmaven.test.failure.ignore=true); }

# Maven 3 finds a module that it does not build only by the jar that it was told of: the jars are up to date, so they stay as they are.
installation_tests() { integration_tests jar:jar@default-jar jar:test-jar@default -pl system-tests -am -DskipSystemITs=false "$@"; }

# The sandbox and the demo model are tested with nothing but the agent, what is marked with Apart has servers of its own. All of it waits more than it computes,
# so it runs beside the others.
tests_beside() {
    local outcome=0
    integration_tests -pl sandbox/runtime,sandbox/host,demo -DskipITs=false || outcome=1
    installation_tests -Dgroups=apart -Dsummary=apart || outcome=1
    return "$outcome"
}

system_tests() (
    step 'System tests against a fresh installation'
    name_programs
    # They are about these sources, whatever image somebody has made on this machine.
    export OPENINSPECT_IMAGE=off
    # A dozen servers start and hardly one lives long enough for the optimizing compiler to pay off, nor for the threads of a larger collector.
    export OPENINSPECT_JAVA_OPTIONS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'
    export OPENINSPECT_DATA OPENINSPECT_HTTP_PORT OPENINSPECT_OPENCODE=$OPENCODE_PROGRAM OPENINSPECT_SCRIPT=$ROOT/openinspect
    OPENINSPECT_DATA=$(mktemp -d /tmp/openinspect-test.XXXXXX)
    chmod 711 "$OPENINSPECT_DATA"
    OPENINSPECT_HTTP_PORT=$(free_base_port)
    trap '"$ROOT/openinspect" down' EXIT
    "$ROOT/openinspect" up || exit 1
    local beside outcome=0
    mkdir -p "$ROOT/target"
    tests_beside >"$ROOT/target/tests-beside.log" 2>&1 &
    beside=$!
    installation_tests -DexcludedGroups=apart || outcome=1
    wait "$beside" || outcome=1
    cat "$ROOT/target/tests-beside.log"
    ((outcome == 0)) || exit 1
    trap - EXIT
    "$ROOT/openinspect" down
    if node "$OPERATIONS/count-tests.mjs" "$ROOT" 0 >/dev/null; then
        remove_state "$OPENINSPECT_DATA"
    else
        LOGS=$OPENINSPECT_DATA/logs
        show_server_problems
        note "the installation that the tests used is kept in $OPENINSPECT_DATA"
    fi
)

# What only the tests need comes over the network while the sources are compiled; a test that misses it fetches it itself and says why it cannot.
fetch_for_tests() {
    local program
    for program in contract emulate fuzz; do
        "$ROOT/system-tests/$program/$program.sh" fetch >"$LOGS/fetch-$program.log" 2>&1 &
    done
}

# The image costs minutes and is not made for the tests; one that is there must hold what it promises.
image_tests() (
    choose_image
    [[ $image_state == current ]] || return 0
    check_image
)

run_tests() {
    local image image_state
    local -a broken=()
    make_state_folders
    check_requirements "${TEST_PROGRAMS[@]}"
    fetch_for_tests
    script_tests || broken+=('shell scripts')
    unit_tests || broken+=('mvn verify')
    javascript_tests || broken+=('JavaScript')
    wait
    system_tests || broken+=('system tests')
    image_tests || broken+=('base image')
    local part
    for part in "${broken[@]}"; do printf '%sfailed: %s%s\n' "$RED" "$part" "$PLAIN"; done
    # The last line is the totals; a part that failed without a failed test (a compile error, say) counts as one.
    node "$OPERATIONS/count-tests.mjs" "$ROOT" "${#broken[@]}"
}
