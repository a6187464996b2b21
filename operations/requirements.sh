# shellcheck shell=bash
# What the machine must bring, and how to get what it lacks. As root on Debian the missing packages are installed, otherwise the command is named.

# program:package, as Debian names them.
BUILD_PROGRAMS=(mvn:maven node:nodejs npm:npm git:git curl:curl xz:xz-utils flock:util-linux setpriv:util-linux ps:procps)
TEST_PROGRAMS=(chromium:chromium shellcheck:shellcheck python3:python3 python3-venv:python3-venv)
SANDBOX_PROGRAMS=(bwrap:bubblewrap pasta:passt newuidmap:uidmap rg:ripgrep nft:nftables rsync:rsync ip:iproute2 unshare:util-linux)

java_major() {
    local release=$1/release version
    [[ -x $1/bin/javac && -r $release ]] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")
    [[ $version ]] && printf '%s' "$version"
}

# JAVA_HOME, then the java of the path, then the newest of the usual places: the first that is a JDK of 21 or newer.
find_jdk() {
    local candidate major best='' best_major=0 default=''
    if [[ ${JAVA_HOME:-} ]] && major=$(java_major "$JAVA_HOME") && ((major >= 21)); then
        export JAVA_HOME
        PATH=$JAVA_HOME/bin:$PATH
        return 0
    fi
    if command -v java >/dev/null; then
        candidate=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
        if default=$(java_major "$candidate") && ((default >= 21)); then best=$candidate best_major=$default; fi
    fi
    if [[ ! $best ]]; then
        for candidate in /usr/lib/jvm/* /opt/*jdk* /usr/local/*jdk* "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/*; do
            if major=$(java_major "$candidate") && ((major >= 21 && major > best_major)); then best=$candidate best_major=$major; fi
        done
    fi
    [[ $best ]] || return 1
    if [[ ${JAVA_HOME:-} || ${default:-21} -lt 21 ]]; then
        note "JDK $best_major in $best is used, because the default is older (${default:-JAVA_HOME=${JAVA_HOME:-}})"
    fi
    export JAVA_HOME=$best
    PATH=$JAVA_HOME/bin:$PATH
}

require_jdk() {
    find_jdk || fail 'no JDK 21 or newer was found in JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman or ~/.jdks' \
        'Debian 13, Ubuntu 24.04: apt-get install openjdk-21-jdk-headless' \
        'Debian 12: packages of Eclipse Temurin (https://adoptium.net/installation/linux), then set JAVA_HOME if it lies elsewhere'
}

# Debian ships what a virtual environment is made with apart from Python itself.
have_program() {
    case $1 in
        python3-venv) python3 -c 'import venv, ensurepip' 2>/dev/null ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# Prints the packages of the listed programs that are not there.
missing_packages() {
    local pair
    for pair in "$@"; do
        have_program "${pair%%:*}" || printf '%s\n' "${pair##*:}"
    done | sort -u
}

wanted_programs() {
    wanted=("${BUILD_PROGRAMS[@]}" "$@")
    external_host || without_isolation || wanted+=("${SANDBOX_PROGRAMS[@]}")
}

install_packages() {
    step "Installing Debian packages: $*"
    local log=$LOGS/packages.log
    {
        DEBIAN_FRONTEND=noninteractive apt-get update -q &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
    } >"$log" 2>&1 || {
        show_end "$log" 15
        fail "the packages could not be installed: $*"
    }
}

version_at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -1) == "$2" ]]; }

require_programs() {
    local -a wanted missing
    wanted_programs "$@"
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    if ((${#missing[@]})); then
        if am_root && [[ -x /usr/bin/apt-get ]]; then
            install_packages "${missing[@]}"
        else
            fail "missing on this machine: ${missing[*]}" "sudo apt-get install ${missing[*]}"
        fi
    fi
    local found
    found=$(node --version)
    version_at_least "${found#v}" 20 || fail "Node.js 20 or newer is needed, found $found" 'https://nodejs.org, or a newer Debian'
    found=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
    version_at_least "$found" 3.8 || fail "Maven 3.8 or newer is needed, found $found" 'https://maven.apache.org'
}

require_linux() {
    [[ $(uname -sm) == 'Linux x86_64' ]] || fail "Linux on x86-64 is needed, this is $(uname -sm)"
}

# check_requirements [program:package…]: with these besides.
check_requirements() {
    require_linux
    require_jdk
    require_programs "$@"
}
