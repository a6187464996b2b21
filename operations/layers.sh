# shellcheck shell=bash
# Sessions' layers and snapshots for backups: their files belong to ids of their session, or of those that began with the same snapshot, alone, so they are packed and unpacked by the root of a user
# namespace in which exactly these ids exist. In the archive stand the ids as the namespace sees them; another machine has others outside.

# A sandbox speaks every 30 s and is given up after 90 s of silence; it may be held still for as long as lies between, with some air.
FREEZE_SECONDS=40
LAYER_TRIES=3

sandbox_user() { if am_root; then printf '%s' "$SANDBOX_ACCOUNT"; else id -un; fi; }

as_sandbox_user() {
    if am_root; then
        (cd / && exec setpriv "--reuid=$SANDBOX_ACCOUNT" "--regid=$(id -g "$SANDBOX_ACCOUNT")" --clear-groups "$@")
    else
        (cd / && exec "$@")
    fi
}

# read_id_range <host state folder>
read_id_range() {
    local user
    user=$(sandbox_user)
    read -r first_uid first_gid block_size blocks < <("$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -cp "$ROOT/sandbox/host/target/program/*" dev.openinspect.host.isolation.IdRange "$user" "$(id -u "$user")" "$1") ||
        fail "the subordinate ids of $user could not be read" './openinspect doctor says more'
}

# in_block <number> <command…>: as the root of a namespace that knows the ids of this block.
in_block() {
    local number=$1
    shift
    as_sandbox_user unshare --user --map-root-user "--map-users=$((first_uid + number * block_size)),1,$block_size" \
        "--map-groups=$((first_gid + number * block_size)),1,$block_size" -- "$@"
}

# Whatever lies in the host's folder can be removed by the root of a namespace that knows all of its ids.
remove_host_folder() {
    [[ -e $1 ]] || return 0
    rm -rf "$1" 2>/dev/null || as_sandbox_user unshare --user --map-root-user --map-auto rm -rf "$1"
}

list_layers() {
    local folder session
    for folder in "$HOST_STATE"/layers/*/; do
        session=$(basename "$folder")
        # One with a suffix is about to take the place of another.
        [[ ! -r $folder/block || $session == *.* ]] || printf '%s\n' "$session"
    done
}

# Whether a sandbox has the layer mounted: it holds the lock for its whole life.
layer_in_use() { ! as_sandbox_user flock --nonblock --shared "$HOST_STATE/layers/$1/lock" true 2>/dev/null; }

record_of() { cat "$HOST_STATE/records/$1.json" 2>/dev/null || true; }

# Processes of a session's sandbox that can write into its layer: those behind the last wall, three process namespaces deep, without the one
# that only collects the dead. Deepest first, so that no shell sees its child stopped when both go on.
agent_processes() {
    local root
    for root in $(record_of "$1" | node -e '
        const record = JSON.parse(require("node:fs").readFileSync(0, "utf8") || "{}");
        console.log((record.processes ?? []).map((process) => process.pid).join(" "));'); do
        ps -e -o pid=,ppid= | awk -v root="$root" '
            { parent[$1] = $2 }
            END {
                for (p in parent) { depth = 0; q = p; while (q != root && q in parent && q != 0) { q = parent[q]; depth++ } if (q == root) print depth, p }
            }'
    done | sort -rnu | while read -r _ pid; do
        local -a inside
        read -r -a inside < <(sed -n 's/^NSpid:\s*//p' "/proc/$pid/status" 2>/dev/null) || continue
        if ((${#inside[@]} >= 3)) && ((inside[-1] != 1)); then printf '%s\n' "$pid"; fi
    done
}

is_stopped() { [[ $(sed -n 's/^State:\s*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) == [TtZX] || ! -d /proc/$1 ]]; }

# Stops them all; what is forked while this goes on is found by the next round. Leaves `frozen` behind.
freeze_sandbox() {
    local round fresh one
    frozen=()
    for ((round = 0; round < 50; round++)); do
        fresh=false
        for one in $(agent_processes "$1"); do
            is_stopped "$one" && continue
            fresh=true
            kill -STOP "$one" 2>/dev/null || continue
            frozen+=("$one")
        done
        $fresh || return 0
    done
    return 1
}

thaw_sandbox() {
    ((${#frozen[@]} == 0)) || kill -CONT "${frozen[@]}" 2>/dev/null || true
    frozen=()
}

# pack_tree <seconds> <number> <folder> <file besides>…: to standard output. The work folders are the overlay's own and made anew; sockets mean nothing later;
# where a file came from and what the file system is called is said anew, too, by the machine that mounts it next.
pack_tree() {
    in_block "$2" timeout "$1" tar --create --sparse --numeric-owner --acls --xattrs '--xattrs-include=user.*' '--xattrs-include=security.capability' \
        '--xattrs-exclude=user.overlay.origin' '--xattrs-exclude=user.overlay.uuid' \
        --warning=no-file-ignored -C "$3" root usr dpkg "${@:4}"
}

# pack_frozen <number> <file>: all snapshots of one block in one archive, so that the files that they share are written once.
pack_frozen() {
    local folder
    local -a snapshots=()
    for folder in "$HOST_STATE"/frozen/*/; do
        [[ $(cat "$folder/block" 2>/dev/null) != "$1" ]] || snapshots+=("$(basename "$folder")")
    done
    in_block "$1" tar --create --sparse --numeric-owner --acls --xattrs '--xattrs-include=user.*' '--xattrs-include=security.capability' \
        --warning=no-file-ignored -C "$HOST_STATE/frozen" "${snapshots[@]}" >"$2" 2>"$scratch/tar.log"
}

list_frozen_blocks() { cat "$HOST_STATE"/frozen/*/block 2>/dev/null | sort -un; }

# While this file is there the host deletes no snapshot for good: a layer that is packed must find below what it builds on.
hold_snapshots() { as_sandbox_user touch "$HOST_STATE/keep-snapshots"; }
let_snapshots_go() { [[ ! -e $HOST_STATE/keep-snapshots ]] || as_sandbox_user rm -f "$HOST_STATE/keep-snapshots"; }

# unpack_frozen <number> <frozen folder>: from standard input; they belong to this block from now on.
unpack_frozen() {
    in_block "$1" tar --extract --preserve-permissions --same-owner --numeric-owner --acls --xattrs '--xattrs-include=*' -C "$2" || return 1
    # Only those of this archive are new: others have their number already.
    local folder
    for folder in "$2"/*/; do
        # shellcheck disable=SC2016 # for the inner shell
        [[ -e $folder/placed ]] || in_block "$1" sh -c 'echo "$2" >"$1/block" && : >"$1/placed"' sh "$folder" "$1" || return 1
    done
}

# pack_layer <session> <file>: 0 when the file holds the layer as it was at one moment, 2 when the layer has been removed, 1 otherwise.
pack_layer() {
    local session=$1 file=$2 folder=$HOST_STATE/layers/$1 try before number outcome part
    local -a parts_besides
    for ((try = 1; try <= LAYER_TRIES; try++)); do
        before=$(record_of "$session")
        number=$(cat "$folder/block" 2>/dev/null) || return 2
        outcome=0
        parts_besides=()
        for part in lowers base; do [[ ! -e $folder/$part ]] || parts_besides+=("$part"); done
        if layer_in_use "$session"; then
            # The host holds a sandbox still, too, when it takes a snapshot; neither may let go of what the other one holds.
            exec 8<"$folder/block"
            flock --wait 120 8 || outcome=$?
            ((outcome)) || freeze_sandbox "$session" || outcome=$?
            ((outcome)) || pack_tree "$FREEZE_SECONDS" "$number" "$folder" "${parts_besides[@]}" >"$file" 2>"$scratch/tar.log" || outcome=$?
            thaw_sandbox
            exec 8<&-
        else
            pack_tree 3600 "$number" "$folder" "${parts_besides[@]}" >"$file" 2>"$scratch/tar.log" || outcome=$?
            # A sandbox that has started meanwhile has changed it meanwhile.
            ! layer_in_use "$session" || outcome=1
        fi
        [[ -d $folder ]] || return 2
        if ((outcome == 0)) && [[ $(record_of "$session") == "$before" ]]; then return 0; fi
        ! grep -q 'No space left' "$scratch/tar.log" || return 1
        ((try == LAYER_TRIES)) || sleep 2
    done
    return 1
}

# unpack_layer <session> <number> <layers folder>: from standard input, made as the host makes a layer and then filled.
unpack_layer() {
    local folder=$3/$1
    in_block "$2" sh -s make_layer "$folder" "$2" 3<&- <"$ROOT/sandbox/host/src/main/resources/dev/openinspect/host/isolation/launch.sh" || return 1
    in_block "$2" tar --extract --preserve-permissions --same-owner --numeric-owner --acls --xattrs '--xattrs-include=*' -C "$folder"
}
