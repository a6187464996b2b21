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
    mkdir base folders layer root system
    mkfifo ready go
    exec 3<&0 0</dev/null
    (umask 077; IFS= read -r boot <&3; printf '%s\n' "$boot" > boot.json)

    # The host's folders belong to ids that do not exist in here; the overlay refuses to copy such folders up, so ours, which
    # belong to the sandbox's root, lie over them. Relative names keep the host's paths out of the sandbox's mount table.
    tar -xf "$PARTS/base.tar" -C base
    tar -xf "$PARTS/folders.tar" -C folders
    name_lowest || { say "the base image could not be mounted"; exit 74; }
    mount --bind "$LAYER" layer
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

mount_layer() {
    mount -t overlay -o lowerdir=base,upperdir=layer/root,workdir=layer/root.work,userxattr overlay root || return
    mount -t overlay -o "lowerdir=$lowest_usr,upperdir=layer/usr,workdir=layer/usr.work,userxattr" overlay root/usr || return
    if [ -d folders/dpkg ]; then
        mount -t overlay -o "lowerdir=$lowest_dpkg,upperdir=layer/dpkg,workdir=layer/dpkg.work,userxattr" \
            overlay root/var/lib/dpkg || return
    fi
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
