# shellcheck shell=bash disable=SC2034
# Where everything is. The other files read these names and change none of them.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
OPERATIONS=$ROOT/operations
DATA=$(realpath -m "${OPENINSPECT_DATA:-$ROOT/.openinspect-data}")
if [[ ! $DATA =~ ^[A-Za-z0-9_./@+-]+$ ]]; then
    printf 'OPENINSPECT_DATA may hold letters, digits and _ . / @ + - only (overlay mounts and class paths have no way to quote others): %s\n' "$DATA" >&2
    exit 2
fi
KEYS=$DATA/keys
BLOBS=${OPENINSPECT_BLOBS:-$DATA/blobs}
LOGS=$DATA/logs
RUN=$DATA/run

# Tools of the administrator (nft, ip) are not on everybody's path.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# An operator may keep settings in the state folder instead of the environment; the environment wins.
read_saved_settings() {
    local file=$DATA/settings.env name value
    [[ -r $file ]] || return 0
    while IFS='=' read -r name value || [[ $name ]]; do
        [[ $name =~ ^[A-Z][A-Z0-9_]*$ ]] || continue
        [[ -v $name ]] || export "$name=$value"
    done <"$file"
}
read_saved_settings

# Every command must find the installation that `up` started, also from a shell that does not name the port.
if [[ ! ${OPENINSPECT_HTTP_PORT:-} && -r $RUN/port ]]; then
    PORT=$(<"$RUN/port")
else
    PORT=${OPENINSPECT_HTTP_PORT:-8080}
fi
if [[ ! $PORT =~ ^[0-9]+$ ]] || ((PORT < 1 || PORT > 65400)); then
    printf 'OPENINSPECT_HTTP_PORT must be a port between 1 and 65400: %s\n' "$PORT" >&2
    exit 2
fi
SANDBOX_PORT=$((PORT + 1))
ADMIN_PORT=$((PORT + 2))
DATABASE_PORT=$((PORT + 3))
BROKER_PORT=$((PORT + 4))
HOST_PORT=$((PORT + 5))
DEMO_PORT=$((PORT + 6))
ADDRESS=http://127.0.0.1:$PORT
PUBLIC_URL=${OPENINSPECT_PUBLIC_URL:-$ADDRESS}

DATABASE_ACCOUNT=openinspect-db
SANDBOX_ACCOUNT=openinspect-sandbox

am_root() { ((EUID == 0)); }
external_database() { [[ ${OPENINSPECT_DATABASE_URL:-} ]]; }
external_broker() { [[ ${OPENINSPECT_BROKER:-} ]]; }
external_host() { [[ ${OPENINSPECT_HOST_URL:-} ]]; }
without_isolation() { [[ ${OPENINSPECT_SANDBOX:-} == unsafe ]]; }

# Whether a system user or a sandbox could get through to a path: every folder above it must be open to others.
others_reach() {
    local path=$1
    while [[ $path != / ]]; do
        path=$(dirname "$path")
        [[ -d $path ]] || continue
        local mode
        mode=$(stat -c %a "$path")
        (((8#$mode & 1) == 1)) || return 1
    done
}

# What the system users own lies in the state folder, unless they cannot get there (below /root, say).
if am_root && ! others_reach "$DATA"; then
    REACHABLE=/var/lib/openinspect/$(printf '%s' "$DATA" | sha256sum | cut -c1-12)
else
    REACHABLE=$DATA
fi
PROGRAMS=$REACHABLE/programs
POSTGRES=$REACHABLE/postgres
HOST_STATE=$REACHABLE/host
DEMO_REPOSITORY=$DATA/demo/demo.git

# Downloads are the same for every installation on this machine.
if [[ ${OPENINSPECT_CACHE:-} ]]; then
    CACHE=$OPENINSPECT_CACHE
elif am_root; then
    CACHE=/var/cache/openinspect
else
    CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/openinspect
fi

# A version that stands in the parent pom stands nowhere else.
version_of() {
    sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$ROOT/pom.xml" | head -1
}

make_state_folders() {
    if [[ ! -d $DATA ]]; then
        mkdir -p "$DATA"
        # A sandbox's ids belong to nobody, so they pass through as "others"; everything in here that is not theirs is closed to them.
        chmod 711 "$DATA"
    fi
    (umask 077 && mkdir -p "$KEYS" "$LOGS" "$RUN" "$DATA/payara" "$DATA/demo")
    if [[ ! -d $REACHABLE ]]; then
        mkdir -p "$REACHABLE"
        chmod 711 "$REACHABLE"
    fi
    mkdir -p "$PROGRAMS"
    chmod 755 "$PROGRAMS"
}
