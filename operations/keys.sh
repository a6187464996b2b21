# shellcheck shell=bash
# Secrets of the installation: made once, mode 0600, never shown.

random_hex() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# Letters and digits without those that look alike.
random_password() {
    local text=''
    while ((${#text} < $1)); do text+=$(head -c 256 /dev/urandom | LC_ALL=C tr -dc 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'); done
    printf '%s' "${text:0:$1}"
}

# make_key <file> <command…>: keeps what is there.
make_key() {
    local file=$1
    shift
    [[ ! -s $file ]] || return 0
    (umask 077 && "$@" >"$file.part" && mv "$file.part" "$file")
}

make_keys() {
    make_key "$KEYS/master.key" random_hex 32
    make_key "$KEYS/admin.password" random_password 32
    external_database || make_key "$KEYS/database.password" random_password 32
    external_host || make_key "$KEYS/host.key" random_hex 32
    # The application creates the first administrator with this password when it finds nobody. It is shown once, then removed.
    [[ -e $RUN/first-sign-in-shown ]] || make_key "$KEYS/first-password" random_password 20
}

# A backup copies rows and then the keys that open them: neither may change between the two, so only one of both commands is at work.
hold_keys() {
    exec 8>"$RUN/keys.lock"
    flock -n 8 || fail 'a backup is being made, or the master key is being changed' 'Try again when it has ended'
}

# `keys [rotate]`: which master keys the application has and what each has sealed; another one, while everything works.
keys() {
    local wish=${1:-show}
    if (($# > 1)) || [[ $wish != show && $wish != rotate ]]; then
        help >&2
        exit 2
    fi
    [[ -s $KEYS/master.key ]] || fail "there is no installation in $DATA"
    [[ $wish == show ]] || hold_keys
    node "$OPERATIONS/keys.mjs" "$ADDRESS" "$KEYS/master.key" "$wish"
}
