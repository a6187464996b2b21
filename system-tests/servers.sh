#!/usr/bin/env bash
# shellcheck disable=SC2034,SC2154  # names that the parts of operations/ read and set
# Servers of the tests' own, beside the installation that the other tests use: a PostgreSQL and a Payara in a state folder of their own.
#
#   servers.sh empty    the domain of our domain.xml with nothing deployed: Arquillian deploys the application together with its tests
#   servers.sh stock    the domain that Payara ships, with the application put there by operations/deploy-on-stock.sh
#
# OPENINSPECT_DATA and OPENINSPECT_HTTP_PORT name the state folder and the first port, as for ./openinspect, whose `down` also ends these.
set -euo pipefail

operations=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/operations
for part in say settings processes requirements build fetch keys postgres host payara; do
    # shellcheck source=/dev/null
    source "$operations/$part.sh"
done

# A test says so when the application has not been built; it never builds what others may be using.
prepare() {
    [[ -s $EAR ]] || fail "$EAR is missing" './openinspect up builds it'
    make_state_folders
    require_jdk
    fetch_programs
    make_keys
    name_database
    name_host
    name_administrator
    start_postgres
    # Nothing runs in it; the application registers it when it starts.
    "$ROOT/demo/make-repository.sh" "$DEMO_REPOSITORY" >"$LOGS/demo-repository.log" 2>&1
}

start_empty() {
    local -a identity
    prepare
    application_environment
    make_domain
    launch_payara empty
    await payara 180 admin_ready
}

# Only where it listens is changed: on ports of its own and on loopback. The data grid, which would listen on all addresses, is off; the proxy
# that Payara puts before a broker which nobody uses from outside has no address to set.
make_stock_domain() {
    rm -rf "$DOMAIN"
    (umask 077 && cp -r "$PAYARA_HOME/glassfish/domains/domain1" "$DOMAIN")
    sed -i -E \
        -e 's/ address="0\.0\.0\.0"//' \
        -e "s/(<network-listener)( port=\"8080\")/\1 address=\"127.0.0.1\"\2/; s/port=\"8080\"/port=\"$PORT\"/" \
        -e "s/(<network-listener)( port=\"8181\")/\1 address=\"127.0.0.1\"\2/; s/port=\"8181\"/port=\"$((PORT + 9))\"/" \
        -e "s/(<network-listener)( port=\"4848\")/\1 address=\"127.0.0.1\"\2/; s/port=\"4848\"/port=\"$ADMIN_PORT\"/" \
        -e "s/(<(iiop-listener|jmx-connector))/\1 address=\"127.0.0.1\"/" \
        -e "s/port=\"3700\"/port=\"$((PORT + 7))\"/; s/port=\"3820\"/port=\"$((PORT + 8))\"/; s/port=\"3920\"/port=\"$((PORT + 10))\"/" \
        -e "s/port=\"8686\"/port=\"$((PORT + 11))\"/; s/(JMS_PROVIDER_PORT\" value=\")7676/\1$BROKER_PORT/" \
        -e 's/<hazelcast-config-specific-configuration>/<hazelcast-config-specific-configuration enabled="false">/' \
        "$DOMAIN/config/domain.xml"
    write_command
}

deploy_on_stock() {
    (umask 077 && printf 'AS_ADMIN_PASSWORD=\n' >"$RUN/asadmin.secret")
    env "PAYARA=$PAYARA_HOME" "ADMIN_PORT=$ADMIN_PORT" "PASSWORD_FILE=$RUN/asadmin.secret" "DRIVER=$DRIVER/postgresql.jar" "EAR=$EAR" \
        "${environment[@]}" "JAVA_HOME=$JAVA_HOME" "$operations/deploy-on-stock.sh" >"$LOGS/deploy.log" 2>&1 || {
        show_end "$LOGS/deploy.log" 30
        fail 'docs/deploy.md does not lead to a running application'
    }
}

start_stock() {
    local -a identity
    prepare
    # The page's own commands make these.
    rm "$KEYS/master.key" "$KEYS/first-password"
    application_environment
    make_stock_domain
    launch_payara stock
    await payara 180 admin_ready
    deploy_on_stock
    await_application 180
}

case ${1:-} in
    empty) start_empty ;;
    stock) start_stock ;;
    *)
        printf 'usage: %s empty | stock\n' "$0" >&2
        exit 2
        ;;
esac
