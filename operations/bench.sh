# shellcheck shell=bash
# `bench`: measures the running installation. The figures belong into docs/performance.md, with the machine and the date.

bench() {
    find_jdk
    local token
    token=$(node "$OPERATIONS/operator.mjs" "$ADDRESS" "$KEYS/master.key" token)
    step 'Measuring (about two minutes; nothing else should run)'
    "$JAVA_HOME/bin/java" "$OPERATIONS/Bench.java" "$ADDRESS" "http://127.0.0.1:$SANDBOX_PORT" "$token"
    status
}
