#!/bin/sh
# Makes a machine ready for the sandbox host. Run as root before each start of the host (control groups and permissions of
# devices do not outlive a reboot); doing it again is harmless.
#
#   prepare-host.sh USER STATE                     prints the settings for the host's environment: OPENINSPECT_HOST_CGROUP=…
#   prepare-host.sh USER STATE COMMAND [ARGS…]     also becomes COMMAND, run as USER with that setting, in its control group
#   prepare-host.sh --undo USER STATE              removes the control groups again, once the host has ended
#
# USER is a system user that owns nothing else; it is made when it does not exist. STATE is the host's state folder.
set -eu

[ "$(id -u)" = 0 ] || { echo "prepare-host.sh must be run as root" >&2; exit 77; }
undo=
if [ "${1:-}" = --undo ]; then undo=yes; shift; fi
[ $# -ge 2 ] || { echo "usage: prepare-host.sh USER STATE [COMMAND [ARGS...]]" >&2; exit 64; }
user=$1
state=$2
shift 2

BLOCK=65536
BLOCKS=1024

say() { echo "prepare-host: $*" >&2; }

make_user() {
    getent passwd "$user" > /dev/null ||
        useradd --system --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin "$user"
    # A range of ids that nobody on this machine has, so that no sandbox's user is also somebody else.
    for kind in uid gid; do
        file=/etc/sub$kind
        [ -e "$file" ] || : > "$file"
        if ! grep -q "^$user:" "$file"; then
            first=$(awk -F: -v b="$BLOCK" 'BEGIN { top = 200000 } $2 + $3 > top { top = $2 + $3 } END { printf "%d", int((top + b - 1) / b) * b }' "$file")
            usermod "--add-sub${kind}s" "$first-$((first + BLOCK * BLOCKS - 1))" "$user"
        fi
    done
}

# pasta opens /dev/net/tun as the ordinary user that it is; some machines keep it for root.
open_tun() {
    [ -e /dev/net/tun ] || modprobe tun 2>/dev/null || true
    if [ ! -e /dev/net/tun ]; then
        mkdir -p /dev/net
        mknod /dev/net/tun c 10 200 2>/dev/null || say "there is no /dev/net/tun; sandboxes will have no network"
    fi
    [ ! -e /dev/net/tun ] || chmod 0666 /dev/net/tun
}

# An unprivileged namespace may use these but not load them.
load_modules() {
    for module in overlay nf_tables nf_reject_ipv4 nf_reject_ipv6 nft_reject_inet; do
        modprobe "$module" 2>/dev/null || true # built in, or already there, or told by the host's own trial
    done
}

check_user_namespaces() {
    switch=/proc/sys/kernel/unprivileged_userns_clone
    if [ -e "$switch" ] && [ "$(cat "$switch")" = 0 ]; then
        say "user namespaces are switched off; switch them on with: sysctl -w kernel.unprivileged_userns_clone=1"
    fi
    switch=/proc/sys/kernel/apparmor_restrict_unprivileged_userns
    if [ -e "$switch" ] && [ "$(cat "$switch")" = 1 ]; then
        say "AppArmor refuses user namespaces; allow them with: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    fi
}

make_state() {
    mkdir -p "$state"
    chown "$user" "$state"
    chmod 0711 "$state"
    if ! setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups test -w "$state"; then
        say "user $user can not reach $state: each folder above it must let others through (chmod o+x)"
        exit 73
    fi
}

# Prints the folders that belong to the user now, separated by colons. Nothing when this machine gives none away.
delegate_groups() {
    found=
    for controller in memory cpu pids; do
        root=$(awk -v c="$controller" '$3 == "cgroup" && ("," $4 ",") ~ ("," c ",") { print $2; exit }' /proc/mounts)
        [ -n "$root" ] || continue
        if mkdir -p "$root/$name" 2>/dev/null && chown "$user" "$root/$name" "$root/$name/cgroup.procs"; then
            case ":$found:" in *":$root/$name:"*) ;; *) found=$found${found:+:}$root/$name ;; esac
        fi
    done
    if [ -z "$found" ] && [ -e /sys/fs/cgroup/cgroup.controllers ]; then
        found=$(delegate_version_2 /sys/fs/cgroup) || found=
    fi
    [ -n "$found" ] || say "no control groups could be given to $user; sandboxes run without limits of memory and CPU"
    printf '%s' "$found"
}

# In version 2 a process can be moved only inside a folder whose cgroup.procs its user may write. So the host itself lives
# in host/, beside the sandboxes, below one folder that is the user's.
delegate_version_2() {
    group=$1/$name
    echo "+memory +cpu +pids" > "$1/cgroup.subtree_control" || return 1
    mkdir -p "$group/host" || return 1
    echo "+memory +cpu +pids" > "$group/cgroup.subtree_control" || return 1
    chown "$user" "$group" "$group/cgroup.procs" "$group/cgroup.subtree_control" "$group/host" "$group/host/cgroup.procs"
    printf '%s' "$group"
}

# Deepest first. A group with a process in it stays.
remove_groups() {
    for group in /sys/fs/cgroup/"$name" /sys/fs/cgroup/*/"$name"; do
        [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} +
    done
}

# One name for each state folder, since several hosts may run on one machine.
name=openinspect-$(printf '%s' "$state" | cksum | cut -d' ' -f1)
if [ -n "$undo" ]; then
    remove_groups
    exit 0
fi
make_user
open_tun
load_modules
check_user_namespaces
make_state
groups=$(delegate_groups)

if [ $# = 0 ]; then
    echo "OPENINSPECT_HOST_CGROUP=$groups"
    exit 0
fi
if [ -n "$groups" ] && [ -e "$groups/host/cgroup.procs" ]; then
    echo $$ > "$groups/host/cgroup.procs"
fi
OPENINSPECT_HOST_CGROUP=$groups
export OPENINSPECT_HOST_CGROUP
exec setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups -- "$@"
