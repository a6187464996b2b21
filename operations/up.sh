# shellcheck shell=bash
# `up`: from whatever state the installation is in to one that is ready. Each part leaves alone what is already as it should be.

# Only one `up` or `down` at a time may change the installation.
lock_installation() {
    exec 9>"$RUN/lock"
    flock -w 600 9 || fail 'another up or down has been at work for ten minutes'
}

unsafe_banner() {
    without_isolation || return 0
    printf '%s\n' "$RED" \
        '  OPENINSPECT_SANDBOX=unsafe: agents run WITHOUT isolation, with all rights of the account that runs the sandbox host.' \
        '  Whatever an agent or its repository does, it does to this machine.' "$PLAIN" >&2
}

show_sign_in() {
    printf '\n  Open-Inspect is ready:  %s\n' "$PUBLIC_URL"
    [[ ! ${OPENINSPECT_MODEL_URL:-} ]] && printf '  No model is configured, so the demo model answers (docs/deploy.md says how to use a real one).\n'
    if [[ -s $KEYS/first-password ]]; then
        printf '\n  First sign-in (shown once):\n    e-mail    %s\n    password  %s\n' "$ADMINISTRATOR_EMAIL" "$(<"$KEYS/first-password")"
        rm -f "$KEYS/first-password"
        touch "$RUN/first-sign-in-shown"
    else
        printf '  Forgotten the password?  ./openinspect password\n'
    fi
    printf '\n'
}

# No program of ours may fill the disk with what it prints.
keep_logs() {
    local print
    print=$(fingerprint_of "$LOGS" "$(sha256sum "$OPERATIONS/keep-logs.sh" | cut -c1-12)")
    if running keeper; then
        [[ $fingerprint != "$print" ]] || return 0
        stop keeper TERM 5
    fi
    plain_environment
    launch keeper '' "$print" bash "$OPERATIONS/keep-logs.sh" "$LOGS"
}

up() {
    make_state_folders
    check_requirements
    require_reachable_state
    lock_installation
    finish_restore
    printf '%s\n' "$PORT" >"$RUN/port"
    unsafe_banner
    build
    fetch_programs
    make_keys
    name_database
    name_host
    name_administrator
    if ! external_database; then start_postgres; fi
    migrate
    start_demo
    if ! external_host; then start_host; fi
    start_payara
    keep_logs
    step 'Ready'
    show_sign_in
}
