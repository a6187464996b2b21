# shellcheck shell=bash
# The embedded PostgreSQL: durable, on loopback, password by SCRAM, run by a system user when we are root (it refuses to run as root).

as_database_account() {
    if am_root; then
        (cd / && setpriv "--reuid=$DATABASE_ACCOUNT" "--regid=$DATABASE_ACCOUNT" --init-groups "$@")
    else
        "$@"
    fi
}

make_database_account() {
    am_root || return 0
    id "$DATABASE_ACCOUNT" >/dev/null 2>&1 ||
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$DATABASE_ACCOUNT"
    mkdir -p "$POSTGRES"
    chown "$DATABASE_ACCOUNT:" "$POSTGRES"
    chmod 700 "$POSTGRES"
}

# A socket's path may have 107 bytes; without a socket everything still works over loopback.
socket_folder() { if ((${#POSTGRES} < 80)); then printf '%s' "$POSTGRES/socket"; fi; }

create_database() {
    step 'Creating the database'
    local superuser=$1 data=$POSTGRES/data
    as_database_account rm -rf "$data.part"
    as_database_account "$POSTGRES_BINARIES/bin/initdb" -D "$data.part" -U "$superuser" -E UTF8 --locale=C.UTF-8 \
        --auth-local=peer --auth-host=scram-sha-256 >"$LOGS/initdb.log" 2>&1 || {
        show_end "$LOGS/initdb.log"
        fail 'initdb failed'
    }
    # Single-user mode reads statements from its input, so the password stands on no command line. The role owns its database and nothing more.
    printf '%s\n' "create role openinspect login password '$(<"$KEYS/database.password")'" 'create database openinspect owner openinspect' |
        as_database_account "$POSTGRES_BINARIES/bin/postgres" --single -D "$data.part" postgres >>"$LOGS/initdb.log" 2>&1 || {
        show_end "$LOGS/initdb.log"
        fail 'the role and the database could not be created'
    }
    as_database_account mv "$data.part" "$data"
}

configure_database() {
    local data=$POSTGRES/data
    as_database_account mkdir -p -m 700 "$POSTGRES/socket"
    as_database_account tee "$data/pg_hba.conf" >/dev/null <<-HBA
		# Written by ./openinspect up. The owner of this folder may do everything over the socket; the application signs in with its password.
		local all all peer
		host openinspect openinspect 127.0.0.1/32 scram-sha-256
	HBA
    as_database_account tee "$data/postgresql.auto.conf" >/dev/null <<-CONF
		# Written by ./openinspect up.
		listen_addresses = '127.0.0.1'
		port = $DATABASE_PORT
		unix_socket_directories = '$(socket_folder)'
		max_connections = 80
		shared_buffers = 256MB
		max_wal_size = 2GB
		# A prompt that was answered with 202 survives a power cut.
		fsync = on
		synchronous_commit = on
		full_page_writes = on
		# A transaction that nobody works on would hold back cleaning; ours take milliseconds.
		idle_in_transaction_session_timeout = '30s'
		password_encryption = 'scram-sha-256'
		jit = off
		timezone = 'UTC'
		log_timezone = 'UTC'
		log_min_duration_statement = '2s'
		log_line_prefix = '%m [%p] '
	CONF
}

start_postgres() {
    if running postgres; then return 0; fi
    make_database_account
    (umask 077 && mkdir -p "$POSTGRES")
    local account=$DATABASE_ACCOUNT superuser=$DATABASE_ACCOUNT data=$POSTGRES/data
    if ! am_root; then account='' superuser=$(id -un); fi
    [[ -s $data/PG_VERSION ]] || as_database_account test -s "$data/PG_VERSION" || create_database "$superuser"
    local version
    version=$(as_database_account cat "$data/PG_VERSION")
    [[ $version == "$(version_of postgres.binaries.version | cut -d. -f1)" ]] ||
        fail "$data was written by PostgreSQL $version, this is $(version_of postgres.binaries.version): dump and restore it"
    require_free_port "$DATABASE_PORT" PostgreSQL
    configure_database
    await_collected "${pid:-0}"
    plain_environment
    environment+=(HOME=/nonexistent)
    launch postgres "$account" "$version" "$POSTGRES_BINARIES/bin/postgres" -D "$data"
    await postgres 60 database_ready
    step "PostgreSQL $(version_of postgres.binaries.version) runs on 127.0.0.1:$DATABASE_PORT"
}

# PostgreSQL refuses to start while the pid of a killed predecessor exists, and that lasts until init has collected it.
await_collected() {
    local tries=100
    while [[ -d /proc/$1 ]] && ! start_time "$1" >/dev/null && ((tries-- > 0)); do sleep 0.1; done
}

# The server's own word, in its pid file: the port opens before a crash is recovered from. The file of a killed server says ready, too, hence the pid.
database_ready() {
    local -a lines
    mapfile -t lines < <(as_database_account cat "$POSTGRES/data/postmaster.pid" 2>/dev/null)
    [[ ${lines[0]:-} == "$pid" && ${lines[7]:-} == ready* ]]
}

name_database() {
    if external_database; then
        DATABASE_URL=$OPENINSPECT_DATABASE_URL
        DATABASE_USER=${OPENINSPECT_DATABASE_USER:-openinspect}
        DATABASE_PASSWORD=${OPENINSPECT_DATABASE_PASSWORD:-}
    else
        DATABASE_URL=jdbc:postgresql://127.0.0.1:$DATABASE_PORT/openinspect
        DATABASE_USER=openinspect
        DATABASE_PASSWORD=$(<"$KEYS/database.password")
    fi
}

# The EAR brings the migrations and Flyway; the driver is the server's. Leaves `libraries` behind.
unpack_libraries() {
    local print
    print=$(sha256sum "$EAR" | cut -c1-12)
    libraries=$DATA/payara/libraries-$print
    [[ ! -d $libraries ]] || return 0
    rm -rf "$DATA"/payara/libraries-*
    mkdir -p "$libraries.part"
    (cd "$libraries.part" && jar xf "$EAR" lib)
    mv "$libraries.part" "$libraries"
}

# database_program <class> [argument…]: a program of the sql module, told where the database is.
database_program() {
    local class=$1
    shift
    OPENINSPECT_DATABASE_PASSWORD=$DATABASE_PASSWORD "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -cp "$libraries/lib/*:$DRIVER/postgresql.jar" "dev.openinspect.sql.$class" "$DATABASE_URL" "$DATABASE_USER" "$@"
}

migrate() {
    local libraries log=$LOGS/migrations.log
    unpack_libraries
    database_program Migrations >"$log" 2>&1 || {
        show_end "$log"
        fail 'the database could not be brought to this release'
    }
    step "Database is at this release ($(tail -n 1 "$log"))"
}
