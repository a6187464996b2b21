# shellcheck shell=bash
# The embedded sandbox host: an unprivileged daemon, run by a system user of its own when we are root.

host_ready() { answers "http://127.0.0.1:$HOST_PORT/v1/health"; }

name_host() {
    if external_host; then
        HOST_URL=$OPENINSPECT_HOST_URL
        HOST_KEY=${OPENINSPECT_HOST_KEY_FILE:-$KEYS/host.key}
        [[ -r $HOST_KEY ]] || fail "OPENINSPECT_HOST_URL is set, but its key file $HOST_KEY cannot be read" \
            'Set OPENINSPECT_HOST_KEY_FILE to a file with the key that the sandbox host has'
    else
        HOST_URL=http://127.0.0.1:$HOST_PORT
        HOST_KEY=$KEYS/host.key
    fi
}

# What needs root: the account, its range of subordinate ids, the tun device, the control groups. As root the daemon is started through the same
# script, which puts it into its control group and becomes it.
prepare_host() {
    launcher=()
    if ! am_root; then return 0; fi
    "$ROOT/sandbox/host/prepare-host.sh" "$SANDBOX_ACCOUNT" "$HOST_STATE" >"$LOGS/prepare-host.log" 2>&1 || {
        show_end "$LOGS/prepare-host.log"
        fail 'this machine could not be prepared for sandboxes'
    }
    launcher=("$ROOT/sandbox/host/prepare-host.sh" "$SANDBOX_ACCOUNT" "$HOST_STATE")
}

# Leaves the path of the key, as the daemon can read it, behind as `key`.
hand_over_key() {
    key=$KEYS/host.key
    if ! am_root; then return 0; fi
    # The account has a copy of its own: the folder with the other keys is closed to it.
    key=$REACHABLE/host.key
    install -m 400 -o "$SANDBOX_ACCOUNT" "$KEYS/host.key" "$key"
}

copy_jdk() { cp -rL "$JAVA_HOME/." "$1"; }
copy_opencode() { cp "$OPENCODE_PROGRAM" "$1/opencode"; }

# Sandboxes get a copy of what lies in a folder that is closed to others.
reachable_jdk() {
    jdk=$JAVA_HOME
    if others_reach "$JAVA_HOME/bin/java"; then return 0; fi
    jdk=$PROGRAMS/jdk-$(fingerprint_of "$JAVA_HOME" "$(<"$JAVA_HOME/release")")
    once "$jdk" copy_jdk
}

reachable_opencode() {
    opencode=$OPENCODE_PROGRAM
    if others_reach "$OPENCODE_PROGRAM"; then return 0; fi
    local folder
    folder=$PROGRAMS/opencode-$(opencode_version)
    once "$folder" copy_opencode
    opencode=$folder/opencode
}

# Supervisors start faster from an archive of their classes. It fits one JDK, and jars with their times.
archive_classes() {
    local runtime=$1 jdk=$2
    if cmp -s "$jdk/release" "$runtime/classes.jdk"; then return 0; fi
    rm -f "$runtime/classes.jsa"
    "$jdk/bin/java" -XX:ArchiveClassesAtExit="$runtime/classes.jsa.part" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$runtime/*" dev.openinspect.runtime.Rehearsal >"$LOGS/archive-classes.log" 2>&1 || {
        warn "sandboxes start without an archive of the runtime's classes, a little slower; why stands in $LOGS/archive-classes.log"
        return 0
    }
    chmod a+r "$runtime/classes.jsa.part"
    mv "$runtime/classes.jsa.part" "$runtime/classes.jsa"
    install -m 644 "$jdk/release" "$runtime/classes.jdk"
}

# Once the daemon has ended: the control groups that were given to it.
take_groups_back() {
    if ! am_root || external_host || running host || [[ ! -d $HOST_STATE ]]; then return 0; fi
    "$ROOT/sandbox/host/prepare-host.sh" --undo "$SANDBOX_ACCOUNT" "$HOST_STATE" >>"$LOGS/prepare-host.log" 2>&1 ||
        note 'some control groups of the sandbox host are left; the next up uses them again'
}

# Asked before anything long is done.
require_reachable_state() {
    if external_host || without_isolation; then return 0; fi
    others_reach "$HOST_STATE/layers" || fail "sandboxes cannot reach $HOST_STATE, because a folder above it is closed to others" \
        "chmod o+x each folder above it (probably $HOME), or choose another: OPENINSPECT_DATA=/some/open/folder ./openinspect up"
}

start_host() {
    local runtime daemon jdk opencode program key=$KEYS/host.key print image image_state
    local -a launcher
    install_program runtime "$ROOT/sandbox/runtime/target/program"
    runtime=$program
    install_program host "$ROOT/sandbox/host/target/program"
    daemon=$program
    reachable_jdk
    archive_classes "$runtime" "$jdk"
    reachable_opencode
    choose_image
    print=$(fingerprint_of "$runtime" "$daemon" "$jdk" "$HOST_PORT" "$opencode" "$image" "${OPENINSPECT_SANDBOX:-}" "${OPENINSPECT_HOST_MAX_SANDBOXES:-}" "${OPENINSPECT_HOST_DISK_FLOOR_MIB:-}" \
        "${OPENINSPECT_HOST_MAX_SNAPSHOTS:-}" "${OPENINSPECT_HOST_BOOTS_AT_ONCE:-}" "$(<"$key")")
    if running host; then
        [[ $fingerprint != "$print" ]] || return 0
        stop host TERM 30
    fi
    mkdir -p "$HOST_STATE"
    chmod 711 "$HOST_STATE"
    prepare_host
    hand_over_key
    require_free_port "$HOST_PORT" 'the sandbox host'
    plain_environment
    environment+=(
        "HOME=$HOST_STATE"
        "OPENINSPECT_HOST_PORT=$HOST_PORT"
        "OPENINSPECT_HOST_STATE=$HOST_STATE"
        "OPENINSPECT_HOST_KEY_FILE=$key"
        "OPENINSPECT_HOST_RUNTIME=$runtime"
        "OPENINSPECT_HOST_OPENCODE=$opencode"
        "OPENINSPECT_HOST_JDK=$jdk"
    )
    # Without an image for new layers the folder is named all the same: kept ones may need an image in it.
    environment+=("OPENINSPECT_HOST_BASE=${image:-$IMAGES/host}")
    register_image
    local name
    for name in OPENINSPECT_SANDBOX OPENINSPECT_HOST_MAX_SANDBOXES OPENINSPECT_HOST_BOOTS_AT_ONCE OPENINSPECT_HOST_DISK_FLOOR_MIB OPENINSPECT_HOST_MAX_SNAPSHOTS; do
        [[ ! ${!name:-} ]] || environment+=("$name=${!name}")
    done
    launch host '' "$print" "${launcher[@]}" "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$daemon/*" dev.openinspect.host.SandboxHost
    await host 60 host_ready
    basename "${image:-host}" >"$RUN/base"
    remove_other_programs runtime "$runtime"
    remove_other_programs host "$daemon"
    step "Sandbox host runs on 127.0.0.1:$HOST_PORT"
}
