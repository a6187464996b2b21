# shellcheck shell=bash
# `doctor`: what this machine has, what it lacks and what to do about it. Changes nothing. Fails when something is broken.

good() { printf '%s  ok    %s%s\n' "$GREEN" "$PLAIN" "$*"; }
poor() { printf '%s  warn  %s%s\n' "$YELLOW" "$PLAIN" "$*"; }
broken() {
    printf '%s  BAD   %s%s\n' "$RED" "$PLAIN" "$1"
    shift
    local line
    for line in "$@"; do printf '          %s\n' "$line"; done
    ((problems += 1))
}

doctor_programs() {
    if [[ $(uname -sm) == 'Linux x86_64' ]]; then good "$(uname -srm)"; else broken "this is $(uname -sm), Linux on x86-64 is needed"; fi
    if find_jdk; then good "JDK $(java_major "$JAVA_HOME") in $JAVA_HOME"; else
        broken 'no JDK 21 or newer' 'Debian 13, Ubuntu 24.04: apt-get install openjdk-21-jdk-headless; Debian 12: Eclipse Temurin'
    fi
    local -a wanted missing
    local found
    wanted_programs
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    if ((${#missing[@]})); then broken "missing: ${missing[*]}" "sudo apt-get install ${missing[*]}"; else good 'all programs are there'; fi
    if command -v node >/dev/null; then
        found=$(node --version)
        if version_at_least "${found#v}" 20; then good "Node.js $found"; else broken "Node.js $found is older than 20"; fi
    fi
    if command -v mvn >/dev/null; then
        found=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
        if version_at_least "$found" 3.8; then good "Maven $found"; else broken "Maven $found is older than 3.8"; fi
    fi
}

# Runs a command as the account that will run sandboxes, as far as it exists.
as_sandbox_account() {
    if am_root && id "$SANDBOX_ACCOUNT" >/dev/null 2>&1; then
        setpriv "--reuid=$SANDBOX_ACCOUNT" "--regid=$SANDBOX_ACCOUNT" --init-groups "$@"
    else
        "$@"
    fi
}

doctor_isolation() {
    if external_host; then
        good "sandboxes run elsewhere: $OPENINSPECT_HOST_URL"
        return 0
    fi
    local account
    account=$(id -un)
    if am_root; then account=$SANDBOX_ACCOUNT; fi
    if as_sandbox_account unshare --user --map-root-user --mount --net true 2>/dev/null; then good 'user namespaces can be made'; else
        broken 'user namespaces cannot be made' 'sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000' \
            'Ubuntu 23.10 and newer: sysctl kernel.apparmor_restrict_unprivileged_userns=0'
    fi
    if grep -q "^$account:" /etc/subuid 2>/dev/null && grep -q "^$account:" /etc/subgid 2>/dev/null; then good "subordinate ids for $account"; elif am_root; then
        good "subordinate ids for $account: up makes them"
    else
        broken "$account has no subordinate ids" "sudo usermod --add-subuids 1000000-1999999 --add-subgids 1000000-1999999 $account"
    fi
    if as_sandbox_account sh -c 'exec 3<>/dev/net/tun' 2>/dev/null; then good '/dev/net/tun can be opened'; elif am_root; then
        good '/dev/net/tun: up sets its mode'
    else
        broken '/dev/net/tun cannot be opened' 'sudo chmod 666 /dev/net/tun'
    fi
    if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then good 'cgroups version 2'; elif [[ -d /sys/fs/cgroup/memory ]]; then good 'cgroups version 1'; else
        poor 'no cgroups: memory, CPU and processes of a sandbox cannot be limited'
    fi
}

# What the running host says about this machine's limits.
doctor_host() {
    external_host || running host || return 0
    local line answer
    name_host
    if ! answer=$(node "$OPERATIONS/host-capabilities.mjs" "$HOST_URL" "$HOST_KEY" 2>&1); then
        broken "the sandbox host does not answer: $answer"
        return 0
    fi
    while IFS= read -r line; do
        case $line in
            'ok '*) good "${line#ok }" ;;
            'bad '*) if without_isolation; then poor "${line#bad }, as was asked for"; else broken "${line#bad }"; fi ;;
            *) poor "${line#note }" ;;
        esac
    done <<<"$answer"
}

doctor_ports() {
    local pair name port busy=()
    for pair in payara:$PORT payara:$SANDBOX_PORT payara:$ADMIN_PORT postgres:$DATABASE_PORT payara:$BROKER_PORT host:$HOST_PORT demo:$DEMO_PORT; do
        name=${pair%%:*} port=${pair##*:}
        if port_open "$port" && ! running "$name"; then busy+=("$port"); fi
    done
    if ((${#busy[@]})); then
        broken "ports in use by something else: ${busy[*]}" "OPENINSPECT_HTTP_PORT=$((PORT + 200)) ./openinspect up"
    else
        good "ports $PORT to $DEMO_PORT are free or ours"
    fi
}

doctor_space() {
    local folder=$DATA free memory
    until [[ -d $folder ]]; do folder=$(dirname "$folder"); done
    free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
    if ((free < 2048)); then broken "only $free MiB of disk are free in $folder"; elif ((free < 10240)); then poor "only $free MiB of disk are free in $folder"; else
        good "$((free / 1024)) GiB of disk are free"
    fi
    memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
    if ((memory < 4096)); then poor "$memory MiB of memory: about 2 GiB are for the server, 1 GiB for each sandbox"; else good "$((memory / 1024)) GiB of memory"; fi
}

doctor_image() {
    local image image_state missing
    external_host || without_isolation && return 0
    choose_image
    case $image_state in
        current) good "base image $(basename "$image"), $(sed -n 's/^mebibytes=//p' "$image/facts") MiB" ;;
        older) poor "the base image $(basename "$image") is older than these sources: ./openinspect image makes their own" ;;
        *)
            missing=$(missing_on_host)
            if [[ $missing ]]; then poor "agents find this machine's own programs, and those are not among them: $missing(./openinspect image makes an image with all of them)"; else
                good "no base image: agents find this machine's own programs"
            fi
            ;;
    esac
}

doctor_installation() {
    local name
    [[ -d $RUN ]] || return 0
    for name in postgres demo host payara; do
        [[ -e $RUN/$name.pid ]] || continue
        if running "$name"; then good "$name runs (pid $pid)"; else broken "$name has died" "./openinspect logs $name; ./openinspect up starts it again"; fi
    done
    if running payara; then
        if application_ready; then good 'the application is ready'; else broken 'the application is not ready' "$(curl -sS --max-time 5 "$ADDRESS/health/ready" 2>&1 | head -c 600)"; fi
    fi
    ! without_isolation || poor 'OPENINSPECT_SANDBOX=unsafe: agents run without isolation'
}

doctor() {
    local problems=0
    doctor_programs
    doctor_isolation
    doctor_ports
    doctor_space
    doctor_image
    doctor_installation
    doctor_host
    if ((problems)); then
        printf '\nbroken: %d\n' "$problems"
        return 1
    fi
    printf '\nnothing is broken\n'
}
