# shellcheck shell=bash
# Processes that outlive the script. A pid file holds pid, start time and fingerprint: the start time proves that the pid still means the process
# that was started here, the fingerprint tells whether it still runs what would be started now.

# The kernel's start time of a process, in clock ticks since boot; nothing when it is gone or only waits to be collected.
start_time() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    local -a fields
    # The name in brackets may hold blanks; fields count from behind it.
    read -r -a fields <<<"${stat##*) }"
    [[ ${fields[0]} != Z ]] || return 1
    printf '%s' "${fields[19]}"
}

# Whether a process runs; leaves its `pid` and `fingerprint` behind.
running() {
    local name=$1 started
    pid='' fingerprint=''
    [[ -r $RUN/$name.pid ]] || return 1
    read -r pid started fingerprint <"$RUN/$name.pid" || return 1
    [[ $(start_time "$pid" || true) == "$started" ]]
}

# The environment that every process gets: nothing of the caller's but what reaching the internet may need.
plain_environment() {
    environment=("PATH=$PATH" "HOME=${HOME:-/}" LANG=C.UTF-8)
    local name
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR; do
        [[ ! ${!name:-} ]] || environment+=("$name=${!name}")
    done
}

# Payara writes logs/payara.log itself; what it prints besides goes beside it.
output_of() {
    if [[ $1 == payara ]]; then printf '%s' "$LOGS/payara.out"; else printf '%s' "$LOGS/$1.log"; fi
}

# launch <name> <user or ''> <fingerprint> <command…>, with the array `environment`.
# Secrets go through the environment of a subshell and never over a command line, which others could read.
launch() {
    local name=$1 user=$2 print=$3
    shift 3
    local log
    log=$(output_of "$name")
    if [[ -f $log && $(stat -c %s "$log") -gt 10000000 ]]; then mv -f "$log" "$log.1"; fi
    (
        local inherited
        for inherited in $(compgen -e); do unset "$inherited" 2>/dev/null || true; done
        export "${environment[@]}"
        local -a as=()
        [[ ! $user ]] || as=(setpriv "--reuid=$user" "--regid=$user" --init-groups)
        ulimit -n "$(ulimit -H -n)" 2>/dev/null || true
        cd /
        exec setsid "${as[@]}" "$@" </dev/null >>"$log" 2>&1 9>&-
    ) &
    local started
    pid=$! fingerprint=$print
    disown "$pid"
    started=$(start_time "$pid" || true)
    printf '%s %s %s\n' "$pid" "${started:-0}" "$print" >"$RUN/$name.pid"
}

# stop <name> <signal> <seconds of grace>
stop() {
    local name=$1 signal=$2 grace=$3
    if ! running "$name"; then
        rm -f "$RUN/$name.pid"
        return 0
    fi
    local began=$EPOCHREALTIME
    kill "-$signal" "$pid"
    local tries=$((grace * 10))
    while running "$name"; do
        if ((tries-- <= 0)); then
            warn "$name did not end within $grace s and is killed"
            kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
            tries=$((grace * 10))
        fi
        sleep 0.1
    done
    rm -f "$RUN/$name.pid"
    step "$name stopped ($(elapsed "$began") s)"
}

# await <name> <seconds> <command…>: until the command succeeds; the end of the log when the process dies or the time is up.
await() {
    local name=$1 tries=$(($2 * 5)) seconds=$2
    shift 2
    until "$@"; do
        if ! running "$name"; then
            show_end "$LOGS/$name.log"
            fail "$name ended while it was starting"
        fi
        if ((tries-- <= 0)); then
            show_end "$LOGS/$name.log"
            fail "$name did not answer within $seconds s"
        fi
        sleep 0.2
    done
}

port_open() { (: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
answers() { curl -fsS --max-time 5 -o /dev/null "$1" 2>/dev/null; }

require_free_port() {
    local port=$1 name=$2
    ! port_open "$port" || fail "port $port, needed for $name, is already in use" \
        "Choose another base port, for example: OPENINSPECT_HTTP_PORT=$((PORT + 200)) ./openinspect up"
}

# Same content, same name: a running program's jars are never overwritten by the next build.
install_program() {
    local name=$1 source=$2 print
    [[ -d $source ]] || fail "$source is missing although the build has succeeded"
    print=$(cd "$source" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12)
    program=$PROGRAMS/$name-$print
    [[ ! -d $program ]] || return 0
    rm -rf "$program.part"
    cp -r "$source" "$program.part"
    chmod -R a+rX "$program.part"
    mv "$program.part" "$program"
}

# Called when nothing of the old ones runs any more.
remove_other_programs() {
    local name=$1 keep=$2 folder
    for folder in "$PROGRAMS/$name"-*; do [[ $folder == "$keep" ]] || rm -rf "$folder"; done
}

fingerprint_of() { printf '%s\0' "$@" | sha256sum | cut -c1-16; }
