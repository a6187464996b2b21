#!/usr/bin/env bash
# shellcheck disable=SC2034,SC2154  # names that the parts of operations/ read and set
# OpenMQ as a process of its own, for tests that must stop it while the server lives on. Payara ships the program.
#
#   broker.sh start    on the installation's first port + 14 and + 15; the server finds it by OPENINSPECT_BROKER=mq://127.0.0.1:<first port + 14>
#   broker.sh stop     as `openinspect down` stops things: asked to end, killed after its grace
#   broker.sh kill     as a power cut does
set -euo pipefail

operations=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/operations
for part in say settings processes requirements build fetch keys; do
    # shellcheck source=/dev/null
    source "$operations/$part.sh"
done

# Not the port of the broker inside the server: asadmin refuses to read a domain whose own port is taken.
OWN_PORT=$((PORT + 14))

start() {
    make_state_folders
    require_jdk
    # The broker may be the first that is started on a machine, before `up` has fetched anything.
    fetch_programs
    if running broker; then return 0; fi
    require_free_port "$OWN_PORT" 'the broker'
    local mq=$PAYARA_HOME/mq state=$DATA/broker
    mkdir -p "$state"
    plain_environment
    # Everything it opens is on loopback; its registry of management beans is off, because nobody asks it.
    launch broker '' own "$JAVA_HOME/bin/java" -Xmx192m -XX:+UseSerialGC -cp "$mq/lib/imqbroker.jar:$mq/lib/imqutil.jar:$mq/lib/jakarta.transaction-api.jar" \
        "-Dimq.home=$mq" "-Dimq.libhome=$mq/lib" "-Dimq.etchome=$mq/etc" "-Dimq.varhome=$state" \
        com.sun.messaging.jmq.jmsserver.Broker -port "$OWN_PORT" -name openinspect -silent \
        -Dimq.hostname=127.0.0.1 -Dimq.portmapper.hostname=127.0.0.1 -Dimq.jms.tcp.hostname=127.0.0.1 "-Dimq.jms.tcp.port=$((PORT + 15))" \
        -Dimq.service.activelist=jms -Dimq.jmx.enabled=false -Dimq.cluster.nowaitForMasterBroker=true
    await broker 60 port_open "$OWN_PORT"
    step "A broker runs on 127.0.0.1:$OWN_PORT"
}

case ${1:-} in
    start) start ;;
    stop) stop broker TERM 20 ;;
    kill)
        running broker || fail 'no broker runs'
        stop broker KILL 20
        ;;
    *)
        printf 'usage: %s start | stop | kill\n' "$0" >&2
        exit 2
        ;;
esac
