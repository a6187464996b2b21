# shellcheck shell=bash
# `restore`: checks a backup before it changes anything, builds the whole installation beside the place where it belongs, and moves it there with
# a few renames. Killed before the first of them, nothing has changed; killed between them, the next `up` or `restore` does the rest.

BACKUP_VERSION_SENTENCE='./openinspect backup writes such files'
UNUSABLE=3 # exit code: the file cannot be restored by anybody, or not by this release
OCCUPIED=4 # exit code: something is here already

restoring() { printf '%s/restoring' "$1"; }

# Reads the manifest; leaves the facts and `parts` (lines of hash, size, name) behind. It is the last that a backup gets, so a cut file has none.
read_manifest() {
    [[ -f $backup_file && -r $backup_file ]] || FAIL_CODE=$UNUSABLE fail "$backup_file is not a file that can be read"
    local manifest answer key value
    manifest=$(tar --extract --to-stdout --occurrence=1 -f "$backup_file" manifest.json 2>/dev/null) || manifest=''
    [[ $manifest ]] || FAIL_CODE=$UNUSABLE fail "$backup_file is not a backup of Open-Inspect, or its end is missing" "$BACKUP_VERSION_SENTENCE"
    answer=$(node "$OPERATIONS/backup-manifest.mjs" check-manifest <<<"$manifest" 2>&1) || FAIL_CODE=$UNUSABLE fail "$backup_file: $answer"
    parts=()
    backup_id='' backup_createdAt='' backup_schema='' backup_databaseBytes=0 backup_masterKey='' backup_removedMeanwhile=''
    while read -r key value; do
        case $key in
            part) parts+=("$value") ;;
            *) printf -v "backup_$key" %s "$value" ;;
        esac
    done <<<"$answer"
}

# The newest migration of these sources; a backup of a newer schema cannot be filled into it.
require_known_schema() {
    local newest
    newest=$(find "$ROOT/sql/src/main/resources/db/migration" -name 'V*__*.sql' -printf '%f\n' | sed 's/^V\([0-9.]*\)__.*/\1/' | sort -V | tail -1)
    version_at_least "$newest" "$backup_schema" ||
        FAIL_CODE=$UNUSABLE fail "the backup has schema $backup_schema, this release knows $newest: it was made by a newer release"
}

# check_keys [folder]: into a folder, they are also written.
check_keys() {
    local answer
    [[ -f $backup_file.keys && -r $backup_file.keys ]] || FAIL_CODE=$UNUSABLE fail "the keys are missing: $backup_file.keys" \
        'Put the file that backup wrote beside it there'
    answer=$(node "$OPERATIONS/backup-manifest.mjs" check-keys "$backup_file.keys" "$backup_id" "$backup_masterKey" "$@" 2>&1) ||
        FAIL_CODE=$UNUSABLE fail "$answer"
}

# One pass over the file. What the manifest does not name is never touched.
check_parts() {
    step "Checking the backup of $backup_createdAt"
    local found line
    # shellcheck disable=SC2016
    found=$(tar --extract --to-command='printf "%s %s %s\n" "$(sha256sum | cut -d" " -f1)" "$TAR_SIZE" "$TAR_FILENAME"' -f "$backup_file" 2>&1) || found+=' '
    for line in "${parts[@]}"; do
        [[ $'\n'$found$'\n' == *$'\n'"$line"$'\n'* ]] ||
            FAIL_CODE=$UNUSABLE fail "$backup_file is damaged: ${line##* } is missing or is not what was written"
    done
}

require_stopped() {
    local name
    for name in payara host demo postgres; do
        ! running "$name" || FAIL_CODE=$OCCUPIED fail "the installation in $DATA runs ($name)" './openinspect down stops it'
    done
}

require_empty() {
    $replace && return 0
    if [[ -e $KEYS/master.key || -e $DEMO_REPOSITORY ]] || ls "$POSTGRES"/data "$HOST_STATE"/layers/* >/dev/null 2>&1; then
        FAIL_CODE=$OCCUPIED fail "there is an installation in $DATA" \
            'Restore into another state folder (OPENINSPECT_DATA), or add --replace: what is there now is then deleted'
    fi
}

# Both the file system of the state folder and the one that holds the database and the layers must take it all, and some more.
require_space() {
    local line size _hash needed=$((backup_databaseBytes * 2 + (1 << 29))) free folder
    for line in "${parts[@]}"; do
        read -r _hash size _ <<<"$line"
        needed=$((needed + size + size / 8))
    done
    for folder in "$DATA" "$REACHABLE"; do
        free=$(df -PB1 "$folder" | awk 'NR == 2 { print $4 }')
        ((free >= needed)) || FAIL_CODE=1 fail "$(((needed >> 20) + 1)) MiB are needed in $folder, $((free >> 20)) MiB are free" 'Nothing has been changed.'
    done
}

# The folders of an attempt that was not finished.
drop_restore_draft() {
    [[ -e $(restoring "$DATA")/complete ]] || {
        local RUN
        RUN=$(restoring "$DATA")/run
        stop postgres INT 60
        remove_host_folder "$(restoring "$REACHABLE")"
        rm -rf "$(restoring "$DATA")"
    }
}

part() { tar --extract --to-stdout --occurrence=1 -f "$backup_file" "$1"; }

has_part() { [[ " ${parts[*]} " == *" $1 "* ]]; }

stage_keys() {
    (umask 077 && mkdir -p "$staged/keys" "$staged/demo" "$staged/run" "$staged/database")
    chmod 711 "$staged_reachable"
    check_keys "$staged/keys"
    # Settings may name a database, ports or a host of the old machine, so they are not put to use unseen.
    [[ ! -e $staged/keys/settings.env ]] || mv "$staged/keys/settings.env" "$staged/settings.env.from-backup"
    # Whoever has seen the first password once is not shown another: the restored database knows people.
    [[ -e $staged/keys/first-password ]] || touch "$staged/run/first-sign-in-shown"
}

# A server of its own in the staging folder, on the port that the database will have: everything it asks for has another place meanwhile.
stage_database() {
    local KEYS=$staged/keys RUN=$staged/run POSTGRES=$POSTGRES libraries
    part database.tar | tar --extract -f - -C "$staged/database" || fail 'the rows of the database could not be unpacked'
    unpack_libraries
    if ! external_database; then
        POSTGRES=$staged_reachable/postgres
        make_key "$KEYS/database.password" random_password 32
        start_postgres
    fi
    name_database
    # shellcheck disable=SC2086 # ids, separated by blanks
    database_program DatabaseImport "$staged/database" "$backup_schema" $backup_removedMeanwhile >"$LOGS/restore.log" 2>&1 || {
        show_end "$LOGS/restore.log" 15
        fail "the database could not be filled: $(sed -n 's/^Exception in thread "main" [A-Za-z.]*: //p' "$LOGS/restore.log" | head -1)"
    }
    stop postgres INT 60
    step 'Database'
}

stage_demo_repository() {
    has_part demo.bundle || return 0
    if ! { part demo.bundle >"$staged/demo.bundle" &&
        GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git clone --quiet --mirror --template= "$staged/demo.bundle" "$staged/demo/demo.git" &&
        git --git-dir="$staged/demo/demo.git" config --remove-section remote.origin; } 2>"$LOGS/restore.log"; then
        show_end "$LOGS/restore.log" 15
        fail 'the demo repository could not be restored'
    fi
    step 'Demo repository'
}

# An older backup has none: then nothing that was here before stays, either.
stage_blobs() {
    (umask 077 && mkdir -p "$staged/blobs")
    has_part blobs.tar || return 0
    part blobs.tar | (umask 077 && tar --extract --no-same-owner --no-same-permissions -f - -C "$staged/blobs") 2>"$LOGS/restore.log" || {
        show_end "$LOGS/restore.log" 15
        fail 'the files that agents showed could not be unpacked'
    }
    step 'Files that agents showed'
}

# give_block <part>: leaves the block that this part gets here behind as `number`. Those that shared one share one again; each begins elsewhere in every
# installation, as the host does it.
give_block() {
    local old=${block_of[$1]:-$1}
    if [[ ! ${given[$old]:-} ]]; then
        ((${#given[@]} < blocks)) || fail "this machine has ids for $blocks sessions only" 'A wider range for the account in /etc/subuid and /etc/subgid helps'
        given[$old]=$(((first_block + ${#given[@]}) % blocks))
    fi
    number=${given[$old]}
}

read_blocks() {
    local name block
    has_part blocks || return 0
    while read -r name block; do block_of[$name]=$block; done < <(part blocks)
}

stage_layers() {
    local folder=$staged_reachable/host/layers line session number count=0 first_block
    local -A block_of=() given=()
    mkdir -p "$folder" "$staged_reachable/host/frozen"
    chmod 711 "$staged_reachable/host" "$folder" "$staged_reachable/host/frozen"
    if am_root; then chown "$SANDBOX_ACCOUNT" "$staged_reachable/host" "$folder" "$staged_reachable/host/frozen"; fi
    # The restored folder is a new one, whatever lies here now.
    read_id_range "$staged_reachable/host"
    read_blocks
    first_block=$(($(printf '%s' "$HOST_STATE" | cksum | cut -d' ' -f1) % blocks))
    for line in "${parts[@]}"; do
        [[ ${line##* } == layers/* ]] || continue
        session=$(basename "${line##* }" .tar)
        give_block "layers/$session.tar"
        part "layers/$session.tar" | unpack_layer "$session" "$number" "$folder" >"$LOGS/restore.log" 2>&1 || {
            show_end "$LOGS/restore.log" 15
            ! grep -q 'Cannot change ownership' "$LOGS/restore.log" ||
                fail "the layer of session $session has files of users that do not exist here: a session gets $block_size ids on this machine" \
                    'A range of 2,097,152 or more ids for the account in /etc/subuid and /etc/subgid gives it 65,536'
            fail "the layer of session $session could not be restored"
        }
        count=$((count + 1))
    done
    step "Layers of $count sessions"
    stage_snapshots
}

stage_snapshots() {
    local line name
    for line in "${parts[@]}"; do
        name=${line##* }
        [[ $name == frozen/* ]] || continue
        give_block "$name"
        part "$name" | unpack_frozen "$number" "$staged_reachable/host/frozen" >"$LOGS/restore.log" 2>&1 || {
            show_end "$LOGS/restore.log" 15
            fail 'the snapshots could not be restored'
        }
    done
    # shellcheck disable=SC2016  # the shell of the other user expands it
    as_sandbox_user sh -c 'rm -f "$1"/*/placed' sh "$staged_reachable/host/frozen"
    step 'Snapshots'
    warn_of_missing_images
}

# A layer or snapshot can be used only with the base image on which it was made.
warn_of_missing_images() {
    local name
    name_images
    while IFS= read -r name; do
        [[ $name == host || -d $IMAGES/$name ]] ||
            warn "Sessions of this backup were made on the base image $name: they start once $IMAGES/$name is there (docs/base-image.md)"
    done < <(cat "$staged_reachable"/host/{layers,frozen}/*/base 2>/dev/null | sort -u)
}

# move_in <staged> <target>: may have been done before.
move_in() {
    [[ -e $1 ]] || return 0
    mkdir -p "$(dirname "$2")"
    [[ ! -e $2 ]] || mv "$2" "$1.replaced"
    mv "$1" "$2"
}

# The renames, and what they replaced is removed. Every step may be repeated; without the mark there is nothing to do.
finish_restore() {
    local staged staged_reachable
    staged=$(restoring "$DATA")
    staged_reachable=$(restoring "$REACHABLE")
    [[ -e $staged/complete ]] || return 0
    # The domain knows the old password of its administrator.
    rm -rf "$DOMAIN" "$DEPLOYED"
    move_in "$staged/keys" "$KEYS"
    move_in "$staged/demo/demo.git" "$DEMO_REPOSITORY"
    move_in "$staged/blobs" "$BLOBS"
    move_in "$staged_reachable/host" "$HOST_STATE"
    move_in "$staged_reachable/postgres" "$POSTGRES"
    move_in "$staged/settings.env.from-backup" "$DATA/settings.env.from-backup"
    rm -f "$RUN/first-sign-in-shown"
    [[ ! -e $staged/run/first-sign-in-shown ]] || touch "$RUN/first-sign-in-shown"
    rm -f "$staged/complete"
    drop_restore_draft
}

restore() {
    local replace=false backup_file='' argument
    for argument in "$@"; do
        case $argument in
            --replace) replace=true ;;
            -*) backup_file='' && break ;;
            *)
                [[ ! $backup_file ]] || { backup_file='' && break; }
                backup_file=$(realpath -m "$argument")
                ;;
        esac
    done
    [[ $backup_file ]] || {
        help >&2
        exit 2
    }
    local -a parts
    local staged staged_reachable
    staged=$(restoring "$DATA")
    staged_reachable=$(restoring "$REACHABLE")
    read_manifest
    require_known_schema
    check_keys
    require_stopped
    require_empty
    check_parts
    make_state_folders
    check_requirements
    lock_installation
    finish_restore
    require_stopped
    require_empty
    require_space
    build
    fetch_programs
    trap drop_restore_draft EXIT
    drop_restore_draft
    mkdir -p "$staged_reachable"
    stage_keys
    name_host
    if ! external_host; then
        if am_root; then
            mkdir -p "$HOST_STATE"
            prepare_host
        fi
        stage_layers
    fi
    stage_demo_repository
    stage_blobs
    stage_database
    sync
    touch "$staged/complete"
    finish_restore
    trap - EXIT
    step 'Restored'
    [[ ! -e $DATA/settings.env.from-backup ]] || note "The old settings lie in $DATA/settings.env.from-backup; rename what you want to keep to settings.env"
    note './openinspect up starts it'
}
