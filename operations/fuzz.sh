# shellcheck shell=bash
# `fuzz`: random requests to every operation of the REST API, more of them than `test` has time for. On a server of its own.

fuzz() {
    local examples=200 seed=1
    while (($#)); do
        case $1 in
            --examples) examples=${2:?} ;;
            --seed) seed=${2:?} ;;
            *)
                help >&2
                exit 2
                ;;
        esac
        shift 2
    done
    make_state_folders
    check_requirements "${TEST_PROGRAMS[@]}"
    build
    fetch_programs
    export OPENINSPECT_DATA=$DATA OPENINSPECT_HTTP_PORT OPENINSPECT_SCRIPT=$ROOT/openinspect OPENINSPECT_OPENCODE=$OPENCODE_PROGRAM
    OPENINSPECT_HTTP_PORT=$(free_base_port)
    export OPENINSPECT_FUZZ_EXAMPLES=$examples OPENINSPECT_FUZZ_SEED=$seed
    (cd "$ROOT" && mvn -B -ntp verify -pl system-tests -am -DskipSystemITs=false -DskipUnitTests=true -Dspotless.check.skip \
        -Dit.test=StockDomainIT -Dfailsafe.failIfNoSpecifiedTests=false)
}
