#!/bin/sh
# Packs what a sandbox finds below / besides the host's /usr: base.tar, and folders.tar with the folders of /usr, which
# launch.sh lays over the host's. Run once at each start of the host, so both follow the host's packages.
set -eu
out=$1
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
    if [ -d "/usr/$name" ]; then ln -s "usr/$name" "$name"; fi
done

# Programs' settings and registries that belong to /usr. Nothing of the host's accounts, keys, hosts or proxies.
for name in alternatives bash.bashrc bash_completion.d ca-certificates ca-certificates.conf chromium chromium.d \
    debian_version default dpkg emacs environment.d fonts gai.conf host.conf inputrc issue java-*-openjdk ld.so.cache \
    ld.so.conf ld.so.conf.d locale.alias localtime login.defs lsb-release magic mailcap manpath.config mime.types \
    nsswitch.conf os-release pam.conf pam.d perl profile profile.d protocols python3 python3.11 python3.12 python3.13 rpc \
    security services shells skel ssl/certs ssl/openssl.cnf terminfo timezone ucf.conf vim X11 xdg; do
    for found in /etc/$name; do
        if [ -r "$found" ]; then
            mkdir -p ".$(dirname "$found")"
            cp -a "$found" ".$found" 2>/dev/null || true # single unreadable files are left out
        fi
    done
done
mkdir -p etc/apt/apt.conf.d
for name in sources.list sources.list.d trusted.gpg.d preferences.d; do
    if [ -r "/etc/apt/$name" ]; then cp -a "/etc/apt/$name" etc/apt/ 2>/dev/null || true; fi
done

awk -F: '$1 == "root" { print "root:x:0:0:root:/root:/bin/bash"; next } $3 < 1000 || $3 == 65534' /etc/passwd > etc/passwd
awk -F: '$3 < 1000 || $3 == 65534 { print $1 ":x:" $3 ":" }' /etc/group > etc/group
awk -F: '{ print $1 ":*:19000:0:99999:7:::" }' etc/passwd > etc/shadow
awk -F: '{ print $1 ":*::" }' etc/group > etc/gshadow
chmod 0640 etc/shadow etc/gshadow
printf '127.0.0.1 localhost sandbox\n::1 localhost ip6-localhost ip6-loopback\n' > etc/hosts
echo sandbox > etc/hostname
: > etc/resolv.conf
: > etc/machine-id

tar --owner=0 --group=0 --numeric-owner -cf "$out/base.tar.draft" .
# Six levels reach every folder into which packages and npm, pip or make install; deeper ones can be replaced, not edited.
find /usr -xdev -maxdepth 6 -type d -readable -executable -print0 |
    tar --no-recursion --null -T - --owner=0 --group=0 --numeric-owner -cPf "$out/folders.tar.draft" \
        --transform 's,^/,,'
# What packages are installed, for apt: the files that dpkg edits in place, over the host's own folder.
if [ -r /var/lib/dpkg/status ]; then
    mkdir -p dpkg/alternatives dpkg/info dpkg/parts dpkg/triggers dpkg/updates
    for name in available diversions statoverride status triggers/File triggers/Unincorp; do
        if [ -r "/var/lib/dpkg/$name" ]; then cp "/var/lib/dpkg/$name" "dpkg/$name"; fi
    done
    for name in lock lock-frontend triggers/Lock; do : > "dpkg/$name"; done
    tar --owner=0 --group=0 --numeric-owner -rf "$out/folders.tar.draft" dpkg
fi
mv "$out/base.tar.draft" "$out/base.tar"
mv "$out/folders.tar.draft" "$out/folders.tar"
chmod 0644 "$out/base.tar" "$out/folders.tar"
