# shellcheck shell=bash
# The application server: a domain made from domain.xml in the state folder, started without asadmin's launcher (so its pid is known), and the
# EAR in it. A domain is made anew whenever the EAR, domain.xml or a port has changed; otherwise the deployed application just starts.

DOMAIN=$DATA/payara/openinspect
DEPLOYED=$DATA/payara/deployed

asadmin() { timeout 300 "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$PAYARA_HOME/glassfish/lib/client/appserver-cli.jar" "$@"; }

set_property() {
    sed -i -E "s|(<system-property name=\"$1\" value=\")[^\"]*|\1$2|" "$DOMAIN/config/domain.xml"
}

fill_ports() {
    set_property HTTP_PORT "$PORT"
    set_property SANDBOX_PORT "$SANDBOX_PORT"
    set_property ADMIN_PORT "$ADMIN_PORT"
    set_property BROKER_PORT "$BROKER_PORT"
    set_property IIOP_PORT $((PORT + 7))
    set_property IIOP_SSL_PORT $((PORT + 8))
    set_property IIOP_MUTUAL_PORT $((PORT + 9))
    set_property JMX_PORT $((PORT + 10))
    set_property DEBUGGER_PORT $((PORT + 11))
    set_property BROKER_SERVICE_PORT $((PORT + 12))
    [[ ! ${OPENINSPECT_HEAP:-} ]] || set_property HEAP "$OPENINSPECT_HEAP"
}

fill_broker() {
    external_broker || return 0
    [[ $OPENINSPECT_BROKER =~ ^mq://([A-Za-z0-9.-]+):([0-9]+)/?$ ]] ||
        fail "OPENINSPECT_BROKER must look like mq://host:7676, not $OPENINSPECT_BROKER"
    set_property BROKER_TYPE REMOTE
    set_property BROKER_HOST "${BASH_REMATCH[1]}"
    set_property BROKER_PORT "${BASH_REMATCH[2]}"
}

# Payara 7 has another implementation of Jakarta Authorization; all else in domain.xml is the same for both.
fill_authorization() {
    [[ $(payara_version) == 7.* ]] || return 0
    local names=org.glassfish.exousia.modules.def
    sed -i -e "s/policy-configuration-factory-provider=\"[^\"]*\"/policy-configuration-factory-provider=\"$names.DefaultPolicyConfigurationFactory\"/" \
        -e "s/ policy-provider=\"[^\"]*\"/ policy-provider=\"$names.DefaultPolicy\"/" \
        -e "0,/<jvm-options>/s//<jvm-options>-Djakarta.security.jacc.PolicyFactory.provider=$names.DefaultPolicyFactory<\/jvm-options><jvm-options>-Djakarta.security.jacc.policy.provider=$names.DefaultPolicy<\/jvm-options>&/" \
        "$DOMAIN/config/domain.xml"
}

# The realm's file format: a hundred rounds of SHA-256 over password and salt, then the salt, in Base64.
admin_keyfile() {
    # shellcheck disable=SC2016
    node -e '
        const {createHash, randomBytes} = require("node:crypto");
        const salt = randomBytes(8);
        let hash = createHash("sha256").update(require("node:fs").readFileSync(0)).update(salt).digest();
        for (let round = 2; round <= 100; round++) hash = createHash("sha256").update(hash).digest();
        console.log(`admin;{SSHA256}${Buffer.concat([hash, salt]).toString("base64")};asadmin`);
    ' <"$KEYS/admin.password"
}

make_domain() {
    rm -rf "$DOMAIN" "$DEPLOYED"
    (umask 077 && cp -r "$PAYARA_HOME/glassfish/domains/domain1" "$DOMAIN")
    cp "$ROOT/domain.xml" "$DOMAIN/config/domain.xml"
    fill_ports
    fill_authorization
    sed "s|@LOGS@|$LOGS|" "$OPERATIONS/logging.properties" >"$DOMAIN/config/logging.properties"
    admin_keyfile >"$DOMAIN/config/admin-keyfile"
    cp "$DRIVER/postgresql.jar" "$DOMAIN/lib/postgresql.jar"
    # asadmin refuses a broker's port that is in use, and that of a broker elsewhere on this machine is: it is filled in after asadmin has looked.
    write_command
    fill_broker
}

# What must be the same for the domain in the state folder to be started as it is.
domain_print() {
    fingerprint_of "$JAVA_HOME" "$(<"$JAVA_HOME/release")" "$(sha256sum "$EAR" "$ROOT/domain.xml" "$OPERATIONS/logging.properties" | cut -c1-64)" "$PAYARA" "$DRIVER" "$PORT" "$LOGS" \
        "${OPENINSPECT_HEAP:-}" "${OPENINSPECT_JAVA_OPTIONS:-}" "${OPENINSPECT_BROKER:-}" "$(<"$KEYS/admin.password")"
}

domain_kept() { [[ -s $DOMAIN/config/domain.xml && -s $DOMAIN/command && -r $DEPLOYED && $(<"$DEPLOYED") == "$1" ]]; }

# Sets `environment` to what the application reads (MicroProfile Config) and `identity` to the part that only the first start uses.
application_environment() {
    plain_environment
    local name roots=$DATA/demo
    [[ ! ${OPENINSPECT_LOCAL_REPOSITORY_ROOTS:-} ]] || roots=$OPENINSPECT_LOCAL_REPOSITORY_ROOTS:$roots
    # Everything the operator has set reaches the application, so that an adapter's setting needs no line here.
    for name in $(compgen -e | grep '^OPENINSPECT_' | grep -vE '^OPENINSPECT_(ADMIN_|SCRIPT$|OPENCODE$|CACHE$)' | sort); do environment+=("$name=${!name}"); done
    environment+=(
        "OPENINSPECT_DATA=$DATA"
        "OPENINSPECT_HTTP_PORT=$PORT"
        "OPENINSPECT_SANDBOX_PORT=$SANDBOX_PORT"
        "OPENINSPECT_PUBLIC_URL=$PUBLIC_URL"
        "OPENINSPECT_KEYS=$KEYS"
        "OPENINSPECT_BLOBS=$BLOBS"
        "OPENINSPECT_DATABASE_URL=$DATABASE_URL"
        "OPENINSPECT_DATABASE_USER=$DATABASE_USER"
        "OPENINSPECT_DATABASE_PASSWORD=$DATABASE_PASSWORD"
        "OPENINSPECT_HOST_URL=$HOST_URL"
        "OPENINSPECT_HOST_KEY_FILE=$HOST_KEY"
        "OPENINSPECT_DEMO_MODEL_URL=http://127.0.0.1:$DEMO_PORT/v1"
        "OPENINSPECT_DEMO_REPOSITORY=$DEMO_REPOSITORY"
        "OPENINSPECT_LOCAL_REPOSITORY_ROOTS=$roots"
        "OPENINSPECT_DISK_FOLDERS=$DATA:$REACHABLE${OPENINSPECT_DISK_FOLDERS:+:$OPENINSPECT_DISK_FOLDERS}"
    )
    identity=("OPENINSPECT_ADMIN_NAME=$ADMINISTRATOR_NAME" "OPENINSPECT_ADMIN_EMAIL=$ADMINISTRATOR_EMAIL")
}

# Whoever installs it is the first administrator; Git knows the name already.
name_administrator() {
    ADMINISTRATOR_NAME=${OPENINSPECT_ADMIN_NAME:-$(git config --global user.name 2>/dev/null || true)}
    ADMINISTRATOR_NAME=${ADMINISTRATOR_NAME:-Administrator}
    ADMINISTRATOR_EMAIL=${OPENINSPECT_ADMIN_EMAIL:-$(git config --global user.email 2>/dev/null || true)}
    ADMINISTRATOR_EMAIL=${ADMINISTRATOR_EMAIL:-admin@localhost}
}

# The launcher's own words, line by line: asadmin reads domain.xml and prints the command instead of running it.
write_command() {
    AS_JAVA=$JAVA_HOME asadmin start-domain --domaindir "$DATA/payara" --dry-run openinspect >"$LOGS/asadmin.log" 2>&1 || true
    # Everything between the two lines that are not the command; the server must not wait for a password on its standard input.
    sed -n '/^Dump of JVM/,/^Command start-domain/ { /^Dump of JVM/d; /^Command start-domain/d; /^$/d; p; }' "$LOGS/asadmin.log" |
        sed '/^-read-stdin$/ { n; s/true/false/; }' >"$DOMAIN/command"
    [[ -s $DOMAIN/command ]] || {
        show_end "$LOGS/asadmin.log"
        fail 'Payara could not read the domain'
    }
}

# The server's own word, newer than our start of it. Its ports open earlier, but a command that comes before the start has ended can make two
# threads stumble over one service, whereupon the server closes its ports again for a second. The last megabyte holds a whole start.
admin_ready() {
    local said
    # One of the two is missing: our domain logs to the first, the one that Payara ships to the second.
    said=$({ tail -qc 1000000 "$LOGS/payara.log" "$DOMAIN/logs/server.log" 2>/dev/null || true; } | grep -F NCLS-CORE-00017 |
        grep -oiE 'timeMillis"?[:=] ?"?[0-9]+' | grep -oE '[0-9]+$' | sort -n | tail -n 1) || return 1
    [[ $said ]] && ((said >= launched_at))
}

# Ready with at least one check of the application: an empty server answers UP, too.
application_ready() {
    local answer
    answer=$(curl -fsS --max-time 5 "$ADDRESS/health/ready" 2>/dev/null) || return 1
    [[ $answer =~ \"status\"[[:space:]]*:[[:space:]]*\"UP\" && $answer =~ \"name\" ]]
}

launch_payara() {
    local -a invocation options
    local port option
    for port in "$PORT" "$SANDBOX_PORT" "$ADMIN_PORT"; do require_free_port "$port" Payara; done
    external_broker || require_free_port "$BROKER_PORT" OpenMQ
    mapfile -t invocation <"$DOMAIN/command"
    read -ra options <<<"${OPENINSPECT_JAVA_OPTIONS:-}"
    for option in "${options[@]}"; do
        [[ $option == -* ]] || fail "OPENINSPECT_JAVA_OPTIONS must be options that begin with a hyphen, separated by blanks; $option is none"
    done
    invocation=("${invocation[0]}" "${options[@]}" "${invocation[@]:1}")
    environment+=("${identity[@]}")
    launched_at=$(date +%s%3N)
    launch payara '' "$1" "${invocation[@]}"
}

show_server_problems() {
    printf '\n--- the last problems in %s ---\n' "$LOGS/payara.log" >&2
    tail -n 500 "$LOGS/payara.log" | node "$OPERATIONS/readable-log.mjs" 8 >&2
    printf -- '---\n\n' >&2
}

deploy() {
    step 'Deploying the application'
    local log=$LOGS/deploy.log
    (umask 077 && printf 'AS_ADMIN_PASSWORD=%s\n' "$(<"$KEYS/admin.password")" >"$RUN/asadmin.secret")
    local try
    # Seconds after its start the administration may answer 404 for a moment; an application that cannot start fails every time.
    for try in 1 2 3; do
        ! asadmin --host 127.0.0.1 --port "$ADMIN_PORT" --user admin --passwordfile "$RUN/asadmin.secret" --interactive=false \
            deploy --force --name openinspect --contextroot / "$EAR" >"$log" 2>&1 || break
        if ((try == 3)) || ! grep -q 'HTTP Status 404\|not found' "$log"; then
            rm -f "$RUN/asadmin.secret"
            show_server_problems
            show_end "$log" 20
            fail 'the application could not be deployed'
        fi
        sleep 3
    done
    rm -f "$RUN/asadmin.secret"
    printf '%s' "$1" >"$DEPLOYED"
}

application_ready_within() {
    local tries=$(($1 * 5))
    until application_ready; do
        if ! running payara || ((tries-- <= 0)); then return 1; fi
        sleep 0.2
    done
}

# Payara's own log says more than its standard output.
await_application() {
    if application_ready_within "$1"; then return 0; fi
    show_end "$LOGS/payara.out" 10
    show_server_problems
    running payara || fail 'Payara ended while it was starting'
    fail "the application was not ready within $1 s" "$(curl -sS --max-time 5 "$ADDRESS/health/ready" 2>&1 | head -c 600)"
}

start_kept_domain() {
    step 'Starting Payara'
    launch_payara "$1"
    if application_ready_within 240; then return 0; fi
    # A server killed while it wrote its bundle cache may never start again from it. Nothing in a domain is worth keeping.
    show_server_problems
    warn 'the application did not become ready in the domain that was there; the domain is made anew'
    stop payara TERM 20
    return 1
}

start_new_domain() {
    step 'Starting Payara with a new domain'
    make_domain
    launch_payara "$1"
    await payara 180 admin_ready
    deploy "$2"
}

start_payara() {
    local -a identity
    local domain print
    application_environment
    domain=$(domain_print)
    # Only our own settings: another PATH in another shell is no reason to restart, and neither is another master key, which the application takes as it runs.
    print=$(fingerprint_of "$domain" "$JAVA_HOME" "$(printf '%s\n' "${environment[@]}" | grep '^OPENINSPECT_')")
    if running payara; then
        if [[ $fingerprint == "$print" ]] && domain_kept "$domain"; then
            await_application 120
            return 0
        fi
        step 'The application or its settings have changed'
        stop payara TERM 40
    fi
    if ! domain_kept "$domain" || ! start_kept_domain "$print"; then start_new_domain "$print" "$domain"; fi
    await_application 300
    step "Payara runs on 127.0.0.1:$PORT"
}
