#!/bin/sh
# Builds the walls of one sandbox, from the outside in. Each stage is this script again, one wall further in:
#   enter   as the host's user: locks the layer, joins the control groups, makes user, mount and process namespaces
#   build   as process 1 of those: mounts the layers, attaches the network, watches over everything
#   inside  in the network namespace: loads the network's rules, then becomes bubblewrap, which starts the supervisor
# Standard input is the life line: first line boot.json, then "stop" asks the supervisor to end, its end ends everything.
# Standard output is for bubblewrap's status lines only; standard error is the boot log.
set -eu

say() { echo "sandbox host: $*" >&2; }

enter() {
    # Held by process 1 for the sandbox's whole life: no second one can mount this layer, whoever started it.
    exec 9>"$LAYER/lock"
    flock --wait 10 9 || { say "the layer is in use by another sandbox"; exit 71; }
    for group in $GROUPS_TO_JOIN; do echo $$ > "$group/cgroup.procs"; done
    # setuid(2) forgets a parent-death signal set before it, so setpriv sets it again.
    exec unshare --user "--map-users=$FIRST_UID,0,$IDS" "--map-groups=$FIRST_GID,0,$IDS" --setuid 0 --setgid 0 \
        --mount --pid --fork --kill-child -- setpriv --pdeathsig KILL sh "$SCRIPT" build "$@"
}

build() {
    trap 'exit 137' USR1
    # unshare says 1 when this process was killed; no failure of ours may look like that.
    trap 'code=$?; [ "$code" != 1 ] || exit 74' EXIT
    mount -t proc proc /proc
    mount -t tmpfs -o mode=0755,size=64m,nr_inodes=65536 tmpfs "$RUN/walls"
    cd "$RUN/walls"
    mkdir base folders layer lowers root system
    mkfifo ready go
    exec 3<&0 0</dev/null
    (umask 077; IFS= read -r boot <&3; printf '%s\n' "$boot" > boot.json)

    # The host's folders belong to ids that do not exist in here; the overlay refuses to copy such folders up, so ours, which
    # belong to the sandbox's root, lie over them. Relative names keep the host's paths out of the sandbox's mount table.
    tar -xf "$PARTS/base.tar" -C base
    tar -xf "$PARTS/folders.tar" -C folders
    name_lowest || { say "the base image could not be mounted"; exit 74; }
    mount --bind "$LAYER" layer
    bind_lowers || { say "a snapshot below the layer could not be reached"; exit "$UNUSABLE_LAYER"; }
    mount_layer || { say "the layer could not be mounted"; exit "$UNUSABLE_LAYER"; }

    unshare --net sh "$SCRIPT" inside "$@" 3<&- 9>&- &
    inner=$!
    read -r answer < ready
    [ "$answer" = ready ] || { say "the network's rules could not be loaded"; exit 72; }
    : > network
    mount --bind "/proc/$inner/ns/net" network
    # shellcheck disable=SC2086 # several words on purpose
    pasta --quiet --config-net --netns-only --netns "$PWD/network" --runas 0:0 --ns-ifname eth0 --pid "$PWD/pasta.pid" \
        --no-map-gw -t none -u none -U none -T "$CONTROL_PORT" $PASTA_OPTIONS >&2 3<&- 9>&- ||
        { say "pasta could not attach the network"; exit 73; }

    listen_to_life_line &
    watch "$!" "the life line is not heard any more" &
    watch "$(cat pasta.pid)" "the network process ended" &
    echo go > go
    code=0
    wait "$inner" || code=$?
    exit "$code"
}

# What lies lowest below /usr and /var/lib/dpkg: the host's own, or those of a base image.
name_lowest() {
    lowest_usr=folders/usr:/usr
    lowest_dpkg=folders/dpkg:/var/lib/dpkg
    [ -n "$SYSTEM" ] || return 0
    mount --bind "$SYSTEM" system || return
    lowest_usr=folders/usr:system/usr
    lowest_dpkg=folders/dpkg:system/var/lib/dpkg
}

# The snapshots that the layer builds on, newest first, under short names: 1, 2, …
bind_lowers() {
    lowers=
    number=0
    [ -e layer/lowers ] || return 0
    while read -r snapshot; do
        number=$((number + 1))
        mkdir "lowers/$number" || return
        mount --bind -o ro "$FROZEN/$snapshot" "lowers/$number" || return
        lowers="$lowers $number"
    done < layer/lowers
}

# below <part> <lowest folders>: what lies below that part of the layer, in the words of the overlay.
below() {
    below=
    for number in $lowers; do below=${below}lowers/$number/$1:; done
    below=$below$2
}

overlay() {
    below "$1" "$2"
    mount -t overlay -o "lowerdir=$below,upperdir=layer/$1,workdir=layer/$1.work,userxattr" overlay "$3"
}

mount_layer() {
    overlay root base root || return
    overlay usr "$lowest_usr" root/usr || return
    if [ -d folders/dpkg ]; then overlay dpkg "$lowest_dpkg" root/var/lib/dpkg || return; fi
}

listen_to_life_line() {
    while IFS= read -r word <&3; do
        [ "$word" = stop ] && ask_supervisor_to_end
    done
    kill -USR1 1
}

# bubblewrap itself does not pass signals on: its child is process 1 of the sandbox, whose oldest child is the supervisor.
ask_supervisor_to_end() {
    if ! { first=$(oldest_child "$inner") && kill -TERM "$(oldest_child "$first")"; }; then
        say "the supervisor could not be asked to end"
    fi
}

oldest_child() { cut -d' ' -f1 "/proc/$1/task/$1/children"; }

# A sandbox ends with whoever it needs: without its network it can reach nobody and would be a silent corpse, without its
# life line it would outlive the host.
watch() {
    tail --pid="$1" -f /dev/null
    say "$2"
    kill -USR1 1
}

inside() {
    trap 'echo failed > ready' EXIT
    nft -f "$RUN/rules.nft"
    echo ready > ready
    trap - EXIT
    read -r _ < go
    exec env -i "PATH=$PATH" prlimit --core=0 "--nproc=$PROCESSES" "--fsize=$FILE_BYTES" \
        bwrap --args 5 --json-status-fd 4 -- "$@" \
        4>&1 1>&2 5<"$RUN/bwrap.args" 6<"$BASE/seccomp.bpf" 7<boot.json
}

make_layer() {
    mkdir -m 0711 "$1"
    mkdir "$1/root" "$1/root.work" "$1/usr" "$1/usr.work" "$1/dpkg" "$1/dpkg.work"
    chown 1:1 "$1"/*
    : > "$1/lock"
    echo "$2" > "$1/block"
}

# make_snapshot <folder> <block>: an empty one; its parts belong to the sandbox's root, who fills them.
make_snapshot() {
    mkdir -m 0711 "$1"
    mkdir "$1/root" "$1/usr" "$1/dpkg"
    : > "$1/folders"
    chown 1:1 "$1"/*
    echo "$2" > "$1/block"
}

# share <earlier snapshot> <draft>: begins a copy with what the earlier one holds, as links to the same files.
share() { for part in root usr dpkg; do cp -alT "$1/$part" "$2/$part"; done; }

# copy <seconds> <from> <to> <options>…: the parts of a layer or snapshot, so that the overlay sees no difference: whiteouts, opaque folders, owners,
# holes, hard links. Reads from standard input the names, each ended by NUL, of what is thrown away first and so copied whatever it looks like: links to
# an earlier snapshot are replaced, never written to. Behind a wall of its own: names lead nowhere else, not even those that change under the copy.
copy() {
    seconds=$1 from=$2 to=$3
    shift 3
    timeout "$seconds" bwrap --die-with-parent --cap-add ALL --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64 \
        --dev /dev --ro-bind "$SCRIPT" /script --ro-bind "$from" /from --bind "$to" /to --chdir /to sh /script copy_behind_wall "$@"
}

copy_behind_wall() {
    xargs -0r rm -rf --
    # Nobody in here may list the folders themselves, only what is in their parts.
    cd /from
    # Where the overlay found a file before it was changed is left out: the next overlay has other folders below.
    rsync -aHAXS --numeric-ids --delete --delete-excluded --modify-window=-1 --whole-file --quiet \
        --filter='-x user.overlay.origin' --filter='-x user.overlay.uuid' --filter='-x system.*' "$@" root usr dpkg /to
}

# changed_since <layer> <moment> <folders then> <folders now> <folders touched>: prints what was touched after the moment, by the clock of the inode, which
# nobody can set (a file may get its old size and time back), and the folders that were not there under that name. Leaves a list of the folders that are.
changed_since() {
    (cd "$1" && find root usr dpkg -type d -fprintf "$4" '%i %p\0' -newerct "$2" -fprint "$5" -o ! -type d -newerct "$2" -print0)
    sort -z -o "$4" "$4"
    [ ! -e "$3" ] || comm -z -23 "$4" "$3" | cut -z -d ' ' -f 2-
}

# Files of the layer that are shared memory of some process: a page that was in use before and is changed after a copy tells nobody.
mapped() {
    cat /proc/[0-9]*/maps 2>/dev/null | awk '$2 == "rw-s" && $5 != 0 {
        path = $0
        for (field = 0; field < 5; field++) sub(/^[^ ]+ +/, "", path)
        if (path ~ /^\/var\/lib\/dpkg\//) print substr(path, 10)
        else if (path ~ /^\/usr\//) print substr(path, 2)
        else print "root" path
    }' > "$2/mapped"
    [ ! -s "$2/mapped" ] || (cd "$1" && find root usr dpkg -type f -print0 | grep -zxFf "$2/mapped") || true
}

# Clocks of file systems are coarse: what changed a moment before counts as changed after it.
a_moment_ago() { date -d '-0.1 seconds' +@%s.%N; }

milliseconds() { date +%s%3N; }

# take_running <layer> <draft> <notes> <earlier or nothing> <moment of the earlier one> <options>…: from within the outer namespaces of a sandbox, which
# goes on while its layer is copied; then it stands still while that is copied again which has changed meanwhile. Prints the moment that the copy shows,
# and for how long the sandbox stood still, in milliseconds.
take_running() {
    from=$1 draft=$2 notes=$3 earlier=$4 since=$5
    shift 5
    # A backup holds sandboxes still, too; neither may let go of what the other one holds.
    exec 8< "$from/block"
    flock --wait 60 8 || { say "the sandbox is held still by somebody else"; exit 75; }
    mkdir -p "$notes"
    cd "$notes"
    rm -f folders
    if [ -n "$earlier" ]; then
        share "$earlier" "$draft"
        cp "$earlier/folders" folders
    fi
    for _ in 1 2 3; do
        began=$(milliseconds)
        next=$(a_moment_ago)
        whole=yes
        # What vanishes under the copy is no trouble, and any other trouble comes again in a moment.
        changed_since "$from" "$since" folders "$draft/folders" "$notes/touched" > changed 2> copy.log || whole=
        copy 600 "$from" "$draft" "$@" < changed 2> copy.log || whole=
        cp "$draft/folders" folders
        since=$next
        # The shorter the last pass, the less has changed under it.
        [ $(($(milliseconds) - began)) -gt 1000 ] || break
    done
    trap 'thaw "$notes"' EXIT
    freeze "$notes"
    began=$(milliseconds)
    changed_since "$from" "$since" folders "$draft/folders" "$notes/touched" > changed
    mapped "$from" "$notes" >> changed
    if [ -z "$whole" ] || [ -s touched ] || [ -s changed ]; then copy 40 "$from" "$draft" "$@" < changed; fi
    thaw "$notes"
    trap - EXIT
    echo "$began $(($(milliseconds) - began))"
}

# Stops all processes behind the innermost wall but its first, which only collects the dead, in rounds until no new one and no thread of theirs runs.
# The walls themselves go on: so whatever ends the sandbox still ends it. Young ones first, so that no shell sees its child stop.
freeze() {
    for attempt in 1 2 3; do
        : > "$1/frozen"
        began=$(milliseconds)
        while [ $(($(milliseconds) - began)) -lt 1500 ]; do
            running=$(running_agents)
            [ -n "$running" ] || return 0
            # shellcheck disable=SC2086 # several words on purpose
            {
                printf '%s\n' $running >> "$1/frozen"
                kill -STOP $running 2>/dev/null || true
            }
        done
        # One that waits for a child that it lent its memory to can not stop before the child, which is stopped, has gone on.
        thaw "$1"
        sleep 0.3
    done
    say "the processes of the sandbox could not be held still (attempt $attempt)"
    exit 75
}

running_agents() {
    cat /proc/[0-9]*/task/[0-9]*/status 2>/dev/null | awk '
        /^State:/ { state = $2 }
        /^Tgid:/ { process = $2 }
        /^NStgid:/ && NF == 3 && $3 != 1 && state !~ /^[TtZX]/ && !seen[process]++ { print process }' | sort -rn
}

thaw() {
    [ -s "$1/frozen" ] || return 0
    xargs kill -CONT < "$1/frozen" 2>/dev/null || true
    : > "$1/frozen"
}

# take_resting <layer> <draft> <earlier or nothing> <moment of the earlier one> <options>…: of a layer on which no sandbox runs, nor can while this lasts.
take_resting() {
    exec 9>"$1/lock"
    flock --nonblock 9 || { say "the layer is in use by another sandbox"; exit 71; }
    alone copy_resting "$@"
}

# As process 1 of namespaces that end with whoever ordered it, who holds the other end of standard input.
alone() {
    exec unshare --user "--map-users=$FIRST_UID,0,$IDS" "--map-groups=$FIRST_GID,0,$IDS" --setuid 0 --setgid 0 \
        --mount --pid --fork --kill-child -- sh "$SCRIPT" until_told "$@"
}

until_told() {
    trap 'exit 137' USR1
    mount -t proc proc /proc
    exec 3<&0 0</dev/null
    (cat <&3 > /dev/null; kill -USR1 1) &
    ("$@" 3<&-) &
    code=0
    wait "$!" || code=$?
    exit "$code"
}

copy_resting() {
    from=$1 draft=$2 earlier=$3 since=$4
    shift 4
    moment=$(milliseconds)
    [ -z "$earlier" ] || share "$earlier" "$draft"
    changed_since "$from" "$since" "$earlier/folders" "$draft/folders" /dev/null | copy 600 "$from" "$draft" "$@"
    echo "$moment 0"
}

# fill_layer <snapshot> <new layer>: instead of building on it, which would make the chain of folders below too long.
fill_layer() { alone copy 600 "$1" "$2"; }

# weigh_snapshot <draft> <earlier or nothing>: makes the copy lasting, then prints the bytes that are its own, not shared with the earlier one, and how
# many names it has.
weigh_snapshot() {
    sync -f "$1/root"
    {
        if [ -n "$2" ]; then (cd "$2" && find root usr dpkg -printf 'earlier %i\n'); fi
        (cd "$1" && find root usr dpkg -printf 'own %i %b\n')
    } | awk '
        $1 == "earlier" { seen[$2] = 1; next }
        { names++ }
        !seen[$2]++ { blocks += $3 }
        END { printf "%.0f %.0f\n", blocks * 512, names }'
}

# Prints how many bytes and files a layer takes. Walks without following links, and no further than the given number of names.
# What is deleted but still open in some process of the sandbox takes disk, too, but has no name: its descriptors tell.
measure() {
    # The layer's own folder belongs to the host's user, whom nobody in here may look over the shoulder.
    cd "$1"
    {
        find root root.work usr usr.work dpkg dpkg.work -xdev -printf '%y %b %n %i\n'
        # What is deleted in a tmpfs is memory, and counted as such.
        find -L /proc/[0-9]*/fd -mindepth 1 -maxdepth 1 -type f -links 0 -print0 | xargs -0r stat -L -f -c '%n %T' |
            awk '$2 != "tmpfs" { printf "%s%c", $1, 0 }' | xargs -0r stat -L -c 'f %b 2 %i'
    } 2>/dev/null | awk -v most="$2" '
        { names++ }
        names > most { exit }
        $1 == "f" && $3 != 1 && seen[$4]++ { next }
        { blocks += $2 }
        END { printf "%.0f %.0f\n", blocks * 512, names }'
}

delete_layer() { rm -rf -- "$1"; }

stage=$1
shift
"$stage" "$@"
