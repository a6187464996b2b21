# shellcheck shell=bash
# `image`: the base image of sandboxes, made of sandbox/image and kept in the cache folder under the hash of all that it is made of.

RECIPE=$ROOT/sandbox/image
IMAGE_PROGRAMS=(mmdebstrap:mmdebstrap)
IMAGE_MIB=4096 # while it is made: the image, its packages and what is unpacked on the way

# Sandboxes must get there, so it lies in the state folder where the cache is closed to them.
name_images() {
    IMAGES=$CACHE/base
    if ! others_reach "$IMAGES/any"; then IMAGES=$REACHABLE/base; fi
}

more_packages() { tr -s '[:blank:]' '\n' <<<"${OPENINSPECT_IMAGE_PACKAGES:-}" | sed '/^$/d' | sort -u; }

# An image of other parts is another image.
image_name() {
    {
        (cd "$RECIPE" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
        more_packages
        version_of cpython.binaries.version
    } | sha256sum | cut -c1-16
}

# Leaves the folder of the image for new layers behind as `image`, and why as `image_state`: off, none, current or older.
choose_image() {
    local earlier
    name_images
    image='' image_state=none
    if [[ ${OPENINSPECT_IMAGE:-} == off ]]; then
        image_state=off
        return 0
    fi
    image=$IMAGES/$(image_name) image_state=current
    [[ ! -d $image ]] || return 0
    # Sources are newer than the image: better the image of before than none.
    earlier=$(cat "$DATA/image" 2>/dev/null || true)
    if [[ $earlier && -d $IMAGES/$earlier ]]; then image=$IMAGES/$earlier image_state=older; else image='' image_state=none; fi
}

# So that nobody removes an image that a kept layer of this installation needs.
register_image() {
    [[ ! $image ]] || basename "$image" >"$DATA/image"
    [[ -d $IMAGES ]] || return 0
    grep -qxF "$HOST_STATE" "$IMAGES/users" 2>/dev/null || printf '%s\n' "$HOST_STATE" >>"$IMAGES/users"
}

# Whether a sandbox host uses the image or keeps a layer or a snapshot that was made on it.
image_in_use() {
    local name=$1 state
    while IFS= read -r state; do
        [[ ! -d $state/bases/$name ]] || return 0
        ! grep -rqsxF --include=base "$name" "$state"/layers/*/base "$state"/aside/*/base "$state"/frozen/*/base || return 0
    done < <(cat "$IMAGES/users" 2>/dev/null)
    return 1
}

remove_unused_images() {
    local folder name
    for folder in "$IMAGES"/*/; do
        name=$(basename "$folder")
        [[ $name =~ ^[0-9a-f]{16}$ && $name != "$1" ]] || continue
        if image_in_use "$name"; then note "The earlier image $name stays: kept sessions or a running sandbox host use it"; else
            rm -rf "$folder"
            step "Removed the earlier image $name, which nothing uses any more"
        fi
    done
}

require_image_place() {
    local free
    [[ $(df -PT "$IMAGES" | awk 'NR == 2 { print $2 }') != tmpfs ]] || fail "$IMAGES lies in memory" 'OPENINSPECT_CACHE names another folder'
    free=$(df -Pm "$IMAGES" | awk 'NR == 2 { print $4 }')
    ((free >= IMAGE_MIB)) || fail "$IMAGE_MIB MiB are needed in $IMAGES, $free MiB are free"
    others_reach "$IMAGES/any" || fail "sandboxes cannot reach $IMAGES, because a folder above it is closed to others" \
        'OPENINSPECT_CACHE names another folder'
}

# make_image <folder> [--newest]: into a scratch folder beside it, so that a half one is never taken for one.
make_image() {
    local part=$1.part log=$LOGS/image.log outcome=0
    remove_image_part "$part"
    mkdir -p "$part" "$part/cpython"
    fetch cpython "$part/cpython"
    OPENINSPECT_IMAGE_PACKAGES=$(more_packages | paste -sd' ') "$RECIPE/build.sh" "$part" "$part/cpython/cpython-linux-x86_64.jar" "${@:2}" >"$log" 2>&1 || outcome=$?
    case $outcome in
        0) ;;
        3)
            head -10 "$part/missing" | sed 's/^/           /' >&2
            fail "Debian's archive has no longer $(wc -l <"$part/missing") of the versions that the image is made of" \
                './openinspect image --upgrade takes the newest ones and writes sandbox/image/packages.lock anew'
            ;;
        *)
            show_end "$log" 25
            fail "the image could not be made; all of it stands in $log"
            ;;
    esac
    rm -rf "$part/cpython"
}

# What a broken attempt left. Some of Debian's folders cannot be written to, not even by who owns them.
remove_image_part() {
    [[ -e $1 ]] || return 0
    am_root || chmod -R u+rwX "$1"
    rm -rf "$1"
}

build_image() {
    local name folder began=$EPOCHREALTIME
    name=$(image_name)
    folder=$IMAGES/$name
    if [[ -d $folder ]]; then
        step "The base image $name is there already"
        return 0
    fi
    step "Making the base image $name: fetches about 400 MB, takes some minutes"
    make_image "$folder"
    printf 'made=%s\nseconds=%d\nmebibytes=%d\n' "$(date -u +%FT%TZ)" $(((${EPOCHREALTIME/[.,]/} - ${began/[.,]/}) / 1000000)) \
        "$(du -sm "$folder.part/root" | cut -f1)" >"$folder.part/facts"
    chmod 755 "$folder.part"
    mv "$folder.part" "$folder"
    step "Base image $name: $(sed -n 's/^mebibytes=//p' "$folder/facts") MiB"
}

# Makes an image of the newest versions and writes down which those are. The image gets its name afterwards, since the list is part of it.
upgrade_image() {
    local draft=$IMAGES/upgrade
    step 'Making an image of the newest versions of all packages'
    (
        unset OPENINSPECT_IMAGE_PACKAGES
        make_image "$draft" --newest
    ) || exit 1
    if cmp -s "$draft.part/packages.lock" "$RECIPE/packages.lock"; then step 'Nothing is newer'; else
        diff "$RECIPE/packages.lock" "$draft.part/packages.lock" | sed -n 's/^\([<>]\) /           \1 /p' >&2 || true
        cp "$draft.part/packages.lock" "$RECIPE/packages.lock"
        step 'sandbox/image/packages.lock is written anew; commit it when the image has proven itself'
    fi
    remove_image_part "$draft.part"
}

# Runs everything that the image promises in a sandbox of a host of its own.
check_image() {
    choose_image
    [[ $image_state == current ]] || fail 'there is no base image of these sources' './openinspect image makes it'
    build
    fetch_programs
    step "Looking at sandboxes on the base image $(basename "$image")"
    (cd "$ROOT" && OPENINSPECT_HOST_BASE=$image OPENINSPECT_OPENCODE=$OPENCODE_PROGRAM mvn -B -ntp verify -pl sandbox/host -am \
        -DskipITs=false -DskipUnitTests=true -Dspotless.check.skip -Dit.test=BaseImageCheck -Dfailsafe.failIfNoSpecifiedTests=false) >"$LOGS/image-check.log" 2>&1 || {
        show_end "$LOGS/image-check.log" 40
        fail "the image does not hold what it promises; all of it stands in $LOGS/image-check.log"
    }
    sed -n 's/^found: /           /p' "$LOGS/image-check.log" >&2
    step 'Everything is there'
}

image() {
    local upgrade=false check=false argument image image_state
    for argument in "$@"; do
        case $argument in
            --upgrade) upgrade=true ;;
            --check) check=true ;;
            *)
                help >&2
                exit 2
                ;;
        esac
    done
    external_host && fail "sandboxes run elsewhere: $OPENINSPECT_HOST_URL" 'The image belongs onto that machine'
    make_state_folders
    check_requirements "${IMAGE_PROGRAMS[@]}"
    name_images
    mkdir -p "$IMAGES"
    require_image_place
    if ! $check; then
        exec 8>"$IMAGES/lock"
        flock -w 1800 8 || fail 'another image has been made for half an hour'
        ! $upgrade || upgrade_image
        build_image
        remove_unused_images "$(image_name)"
        running host && note './openinspect up lets new sessions start from it'
        return 0
    fi
    check_image
}

# For `doctor`: what an agent finds on this machine's own /usr of that which the image promises.
missing_on_host() {
    local pair name version
    for pair in node:v22 python3.12: npm: pnpm: uv: git: curl: rg: jq: gcc: make: chromium: agent-browser: playwright:; do
        name=${pair%%:*} version=${pair#*:}
        if ! PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin command -v "$name" >/dev/null; then printf '%s ' "$name"; elif
            [[ $version && $(PATH=/usr/local/bin:/usr/bin "$name" --version 2>&1) != "$version"* ]]
        then printf '%s-%s ' "$name" "${version#v}"; fi
    done
}
