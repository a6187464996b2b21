# shellcheck shell=bash disable=SC2030,SC2031  # the tests and the soak each have an installation of their own, so their settings end with their subshells
# `soak`: faults and random commands against an installation of its own, for as long as is asked, and docs/fault-report.md from what was measured.

# The tests' classes with everything that they need; the product itself is built by `up`.
soak_classes() {
    local log=$LOGS/soak-build.log
    (cd "$ROOT" && mvn -B -ntp package dependency:build-classpath -pl system-tests -am -DskipTests -Dspotless.check.skip \
        -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test) >"$log" 2>&1 || {
        grep -E '^\[ERROR\]' "$log" | head -20 >&2 || show_end "$log"
        fail "the tests could not be built; all of it stands in $log"
    }
}

# Ends what the soak started, also when it is interrupted.
end_soak() {
    "$ROOT/openinspect" down || true
    "$ROOT/system-tests/broker.sh" stop || true
}

soak_options() {
    minutes=60 seed=$((RANDOM * 32768 + RANDOM)) turns='' steps='' lifecycles='' report=$ROOT/docs/fault-report.md
    while (($#)); do
        case $1 in
            --minutes) minutes=${2:-} ;;
            --seed) seed=${2:-} ;;
            --turns) turns=${2:-} ;;
            --steps) steps=${2:-} ;;
            --lifecycles) lifecycles=${2:-} ;;
            --report) report=${2:-} ;;
            *) fail "soak does not know $1" 'usage: ./openinspect soak [--minutes N] [--seed S] [--turns N] [--steps N] [--lifecycles N] [--report FILE]' ;;
        esac
        shift $(($# > 1 ? 2 : 1))
    done
    if [[ ! $minutes =~ ^[1-9][0-9]{0,3}$ || ! $seed =~ ^[0-9]{1,15}$ ]]; then fail 'soak takes whole numbers: --minutes 1 to 9999, --seed up to fifteen digits'; fi
    # In proportion to the full hour's.
    turns=${turns:-$((minutes * 2000 / 60))} steps=${steps:-$((minutes * 20000 / 60))} lifecycles=${lifecycles:-$((minutes * 500 / 60))}
    if [[ ! $turns =~ ^[0-9]{1,6}$ || ! $steps =~ ^[0-9]{1,6}$ || ! $lifecycles =~ ^[0-9]{1,6}$ ]]; then
        fail 'soak takes whole numbers of --turns, --steps and --lifecycles, up to six digits'
    fi
    # Its ways into a sandbox's network are the administrator's.
    am_root || fail 'the soak cuts sockets inside of sandboxes, which only root may do'
}

soak() (
    local minutes seed turns steps lifecycles report status=0
    soak_options "$@"
    make_state_folders
    check_requirements
    step 'Building'
    soak_classes
    export OPENINSPECT_DATA OPENINSPECT_HTTP_PORT OPENINSPECT_BROKER OPENINSPECT_SCRIPT=$ROOT/openinspect
    OPENINSPECT_DATA=$(mktemp -d /tmp/openinspect-soak.XXXXXX)
    chmod 711 "$OPENINSPECT_DATA"
    OPENINSPECT_HTTP_PORT=$(free_base_port)
    OPENINSPECT_BROKER=mq://127.0.0.1:$((OPENINSPECT_HTTP_PORT + 14))
    # A walker asks as fast as it is answered; the limit of requests has a test of its own.
    export OPENINSPECT_REQUESTS_PER_MINUTE=1000000
    # Servers are killed before the optimizing compiler pays off.
    export OPENINSPECT_JAVA_OPTIONS=-XX:TieredStopAtLevel=1
    # Little enough to be filled within seconds.
    export OPENINSPECT_SANDBOX_DISK_MIB=1024
    # A copy: a build in this tree must not change a soak that runs.
    cp -r "$ROOT/system-tests/target/test-classes" "$OPENINSPECT_DATA/classes"
    trap end_soak EXIT
    "$ROOT/system-tests/broker.sh" start
    "$ROOT/openinspect" up
    step "Soaking for $minutes minutes with the seed $seed (at most twenty-five more, if turns or lifecycles are missing or something hangs)"
    timeout -k 30 $((minutes * 60 + 1500)) "$JAVA_HOME/bin/java" -Xmx1g -cp "$OPENINSPECT_DATA/classes:$(<"$ROOT/system-tests/target/test-classpath")" dev.openinspect.faults.Soak \
        "$minutes" "$seed" "$turns" "$steps" "$lifecycles" "$report" || status=$?
    trap - EXIT
    end_soak
    if ((status)); then
        note "the installation is kept in $OPENINSPECT_DATA"
    else
        remove_state "$OPENINSPECT_DATA"
    fi
    exit "$status"
)
