#!/bin/sh
# base.sh OUT IDS [SYSTEM]: packs what a sandbox finds below / besides /usr: base.tar, and folders.tar with the folders of /usr, which
# launch.sh lays over it. Run once at each start of the host, so both follow the host's packages.
# IDS is how many user and group ids there are in a sandbox. SYSTEM is the root file system of a base image; without it, it is the host's own.
set -eu
out=$1
ids=$2
system=${3:-}
draft=$(mktemp -d "$out/draft.XXXXXX")
trap 'rm -rf "$draft"' EXIT
cd "$draft"

mkdir -p dev etc/ssl home mnt opt/openinspect/runtime opt/openinspect/jdk proc run srv sys usr workspace \
    var/cache/apt/archives/partial var/lib/apt/lists/partial var/lib/dpkg var/log/apt var/mail var/opt var/spool
mkdir -m 0700 root
mkdir -m 1777 tmp var/tmp
: > opt/openinspect/opencode
ln -s /run var/run
ln -s /run/lock var/lock
for name in bin sbin lib lib32 lib64 libx32; do
    if [ -d "$system/usr/$name" ]; then ln -s "usr/$name" "$name"; fi
done

# take <root> <name in /etc>…: what is there and can be read; single unreadable files are left out.
take() {
    from=$1
    shift
    for name in "$@"; do
        for found in "$from/etc/"$name; do
            if [ -r "$found" ]; then
                kept=./etc/${found#"$from"/etc/}
                mkdir -p "$(dirname "$kept")"
                cp -a --remove-destination "$found" "$kept" 2>/dev/null || true
            fi
        done
    done
}

# Programs' settings and registries that belong to /usr. Nothing of the host's accounts, keys, hosts or proxies.
take_from_host() {
    take "" alternatives bash.bashrc bash_completion.d ca-certificates ca-certificates.conf chromium chromium.d \
        debian_version default dpkg emacs environment.d fonts gai.conf host.conf inputrc issue 'java-*-openjdk' ld.so.cache \
        ld.so.conf ld.so.conf.d locale.alias localtime login.defs lsb-release magic mailcap manpath.config mime.types \
        nsswitch.conf os-release pam.conf pam.d perl profile profile.d protocols python3 python3.11 python3.12 python3.13 rpc \
        security services shells skel ssl/certs ssl/openssl.cnf terminfo timezone ucf.conf vim X11 xdg
    mkdir -p etc/apt/apt.conf.d
    take "" apt/sources.list apt/sources.list.d apt/trusted.gpg.d apt/preferences.d
}

# An image holds nothing of anybody. Of the host come its time zone, the settings of its Java, which the supervisor runs on, and whom it
# trusts: a network may have an authority of its own.
take_from_image() {
    for name in etc opt root srv var/lib var/spool; do
        [ -d "$system/$name" ] || continue
        mkdir -p "$name"
        (cd "$system/$name" && tar --create --anchored --exclude=./dpkg/info --exclude=./apt/lists --ignore-failed-read \
            --warning=no-failed-read .) | tar --extract --no-overwrite-dir -C "$name"
    done
    rm -rf var/lib/dpkg/*
    take "" localtime timezone 'java-*-openjdk' ssl/certs/java
    if [ -r /etc/ssl/certs/ca-certificates.crt ]; then cp -L /etc/ssl/certs/ca-certificates.crt etc/ssl/certs/; fi
}

if [ -z "$system" ]; then take_from_host; else take_from_image; fi

awk -F: '$1 == "root" { print "root:x:0:0:root:/root:/bin/bash"; next } $3 < 1000 || $3 == 65534' "$system/etc/passwd" > etc/passwd
awk -F: '$3 < 1000 || $3 == 65534 { print $1 ":x:" $3 ":" }' "$system/etc/group" > etc/group
awk -F: '{ print $1 ":*:19000:0:99999:7:::" }' etc/passwd > etc/shadow
awk -F: '{ print $1 ":*::" }' etc/group > etc/gshadow
chmod 0640 etc/shadow etc/gshadow
printf '127.0.0.1 localhost sandbox\n::1 localhost ip6-localhost ip6-loopback\n' > etc/hosts
echo sandbox > etc/hostname
: > etc/resolv.conf
: > etc/machine-id
# Where the account that apt fetches with is none of a sandbox's ids, it fetches as root.
if [ "$ids" -le 65534 ]; then
    mkdir -p etc/apt/apt.conf.d
    echo 'APT::Sandbox::User "root";' > etc/apt/apt.conf.d/90openinspect
fi

tar --owner=0 --group=0 --numeric-owner -cf "$out/base.tar.draft" .
# Six levels reach every folder into which packages and npm, pip or make install; deeper ones can be replaced, not edited.
(cd "$system/" && find usr -xdev -maxdepth 6 -type d -readable -executable -print0) |
    tar --no-recursion --owner=0 --group=0 --numeric-owner -cf "$out/folders.tar.draft" -C "$system/" --null -T -
# What packages are installed, for apt: the files that dpkg edits in place, over the host's own folder.
if [ -r "$system/var/lib/dpkg/status" ]; then
    mkdir -p dpkg/alternatives dpkg/info dpkg/parts dpkg/triggers dpkg/updates
    for name in available diversions statoverride status triggers/File triggers/Unincorp; do
        if [ -r "$system/var/lib/dpkg/$name" ]; then cp "$system/var/lib/dpkg/$name" "dpkg/$name"; fi
    done
    for name in lock lock-frontend triggers/Lock; do : > "dpkg/$name"; done
    tar --owner=0 --group=0 --numeric-owner -rf "$out/folders.tar.draft" dpkg
fi
mv "$out/base.tar.draft" "$out/base.tar"
mv "$out/folders.tar.draft" "$out/folders.tar"
chmod 0644 "$out/base.tar" "$out/folders.tar"
