# shellcheck shell=bash
# `backup`: one file with everything that a new installation needs to show the same sessions, and one beside it with the keys.
#
# In this order: the rows of the database as they were at one moment; then the demo repository, the files that agents showed and the layers, which
# change on. So a layer is as old as the log or newer, never older: the log names nothing that the layer does not have. docs/backup.md says what follows from that.

# Nothing half stays, whatever happens; nobody stays stopped.
drop_backup_draft() {
    thaw_sandbox
    let_snapshots_go
    [[ ! ${backup_file:-} ]] || rm -rf "$backup_file.part" "$backup_file.keys.part" "$backup_file.scratch"
}

require_backup_place() {
    local folder
    folder=$(dirname "$backup_file")
    [[ -d $folder && -w $folder ]] || fail "$folder is not a folder that can be written to"
    local file
    for file in "$backup_file" "$backup_file.keys"; do
        [[ ! -e $file ]] || fail "$file is there already" 'Backups are never overwritten: choose another name'
    done
}

cannot_write() { fail "$1 could not be written" "$(df -Ph "$(dirname "$backup_file")" | awk 'NR == 2 { print $4 " are free in " $6 }')" 'Nothing is left of the attempt.'; }

# add_part <name>: moves a file of the scratch folder into the draft and notes what it was.
add_part() {
    local name=$1 sum
    sum=$(sha256sum "$scratch/$name") || cannot_write "$name"
    printf '%s %s %s\n' "$name" "$(stat -c %s "$scratch/$name")" "${sum%% *}" >>"$scratch/parts" || cannot_write "$backup_file"
    tar --append --format=posix --owner=0 --group=0 --numeric-owner -f "$backup_file.part" -C "$scratch" "$name" 2>"$scratch/tar.log" || cannot_write "$backup_file"
    rm "$scratch/$name"
}

backup_database() {
    local libraries
    libraries=$(echo "$DATA"/payara/libraries-*)
    [[ -d $libraries/lib ]] || fail "$DATA/payara holds no application" './openinspect up makes it'
    mkdir "$scratch/database"
    database_program DatabaseExport "$scratch/database" >"$scratch/facts" 2>"$LOGS/backup.log" || {
        show_end "$LOGS/backup.log" 15
        fail 'the database could not be read'
    }
    read -r schema database_bytes <"$scratch/facts"
    tar --create --format=posix --owner=0 --group=0 --numeric-owner -f "$scratch/database.tar" -C "$scratch/database" . || cannot_write "$backup_file"
    rm -r "$scratch/database"
    add_part database.tar
    step "Database, schema $schema"
}

# A bundle holds the commits and nothing that runs; references are read before the objects that they name.
backup_demo_repository() {
    [[ -d $DEMO_REPOSITORY ]] || return 0
    git -c 'safe.directory=*' -C "$DEMO_REPOSITORY" bundle create --quiet "$scratch/demo.bundle" HEAD --all 2>"$LOGS/backup.log" || {
        show_end "$LOGS/backup.log" 15
        cannot_write 'the demo repository'
    }
    add_part demo.bundle
    step 'Demo repository'
}

# A file is never changed, so a copy of the folder as it passes by is right. One that goes meanwhile belongs to a session that goes.
backup_blobs() {
    [[ -d $BLOBS ]] || return 0
    local outcome=0
    tar --create --format=posix --owner=0 --group=0 --numeric-owner --exclude=./incoming -f "$scratch/blobs.tar" -C "$BLOBS" . 2>"$scratch/tar.log" || outcome=$?
    ((outcome <= 1)) || cannot_write 'the files that agents showed'
    add_part blobs.tar
    step 'Files that agents showed'
}

backup_layers() {
    local session outcome number count=0
    removed=()
    if external_host; then
        layers=elsewhere
        warn "the layers are kept by the sandbox host at $HOST_URL: they are not in this backup"
        return 0
    fi
    layers=here
    ! without_isolation || warn 'the folders of sandboxes without isolation are not in this backup'
    mkdir "$scratch/layers" "$scratch/frozen"
    read_id_range "$HOST_STATE"
    hold_snapshots || fail 'the snapshots could not be held' "$HOST_STATE must be writable for the sandbox host's account"
    : >"$scratch/blocks"
    for session in $(list_layers); do
        outcome=0
        number=$(cat "$HOST_STATE/layers/$session/block" 2>/dev/null) || number=''
        pack_layer "$session" "$scratch/layers/$session.tar" || outcome=$?
        case $outcome in
            0)
                printf 'layers/%s.tar %s\n' "$session" "$number" >>"$scratch/blocks"
                add_part "layers/$session.tar"
                count=$((count + 1))
                ;;
            2)
                # Somebody has removed the session since its rows were read. The restored installation will not have it either.
                rm -f "$scratch/layers/$session.tar"
                removed+=("$session")
                ;;
            *)
                show_end "$scratch/tar.log" 5
                ! grep -q 'No space left' "$scratch/tar.log" || cannot_write "$backup_file"
                fail "the layer of session $session could not be copied as it was at one moment" \
                    "Its sandbox works and the layer is too large to hold it still for $FREEZE_SECONDS s: stop the session's prompt, wait until it is idle, and try again"
                ;;
        esac
    done
    step "Layers of $count sessions"
    backup_snapshots
}

# After the layers: they never change, and those below a layer that was packed are held.
backup_snapshots() {
    local number count=0
    for number in $(list_frozen_blocks); do
        pack_frozen "$number" "$scratch/frozen/$number.tar" || {
            show_end "$scratch/tar.log" 5
            ! grep -q 'No space left' "$scratch/tar.log" || cannot_write "$backup_file"
            fail 'the snapshots could not be copied' 'One of them was deleted meanwhile or cannot be read: try again'
        }
        printf 'frozen/%s.tar %s\n' "$number" "$number" >>"$scratch/blocks"
        add_part "frozen/$number.tar"
        count=$((count + 1))
    done
    let_snapshots_go
    add_part blocks
    step "Snapshots of $count families of sessions"
}

finish_backup() {
    local -a secrets=("$KEYS/master.key")
    local file id
    id=$(cat /proc/sys/kernel/random/uuid)
    for file in "$KEYS/host.key" "$KEYS/first-password" "$KEYS/github-app.pem" "$DATA/settings.env"; do [[ ! -s $file ]] || secrets+=("$file"); done
    node "$OPERATIONS/backup-manifest.mjs" write-manifest "$scratch/parts" "id=$id" "createdAt=$(date -u +%FT%TZ)" "schema=$schema" \
        "databaseBytes=$database_bytes" "layers=$layers" "masterKey=$KEYS/master.key" "removedMeanwhile=${removed[*]}" >"$scratch/manifest.json" ||
        cannot_write "$backup_file"
    tar --append --format=posix --owner=0 --group=0 --numeric-owner -f "$backup_file.part" -C "$scratch" manifest.json 2>"$scratch/tar.log" || cannot_write "$backup_file"
    node "$OPERATIONS/backup-manifest.mjs" write-keys "$id" "${secrets[@]}" >"$backup_file.keys.part" || cannot_write "$backup_file.keys"
    sync "$backup_file.part" "$backup_file.keys.part" || cannot_write "$backup_file"
    mv "$backup_file.keys.part" "$backup_file.keys"
    mv "$backup_file.part" "$backup_file"
}

backup() {
    (($# == 1)) || {
        help >&2
        exit 2
    }
    backup_file=$(realpath -m "$1")
    local scratch=$backup_file.scratch schema database_bytes layers
    local -a removed frozen=()
    [[ -s $KEYS/master.key ]] || fail "there is no installation in $DATA"
    require_backup_place
    umask 077
    exec 9>"$RUN/backup.lock"
    flock -n 9 || fail 'another backup of this installation is being made'
    hold_keys
    find_jdk
    name_programs
    name_database
    name_host
    external_database || running postgres || fail 'the installation does not run' './openinspect up starts it; a backup is made while it works'
    trap drop_backup_draft EXIT
    rm -rf "$backup_file.part" "$scratch"
    mkdir "$scratch" || cannot_write "$backup_file"
    : >"$scratch/parts"
    backup_database
    backup_demo_repository
    backup_blobs
    backup_layers
    finish_backup
    drop_backup_draft
    trap - EXIT
    step "$(du -h "$backup_file" | cut -f1) written"
    printf '\n  backup  %s\n  keys    %s\n\n  Keep the two apart: the backup alone opens no credential, with the keys it opens all of them.\n\n' "$backup_file" "$backup_file.keys"
}
