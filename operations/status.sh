# shellcheck shell=bash
# `status` and `logs`: what runs, where it listens, what it has to say.

# Resident memory of a process and its descendants in MiB.
memory_of() {
    ps -e -o pid=,ppid=,rss= | awk -v root="$1" '
        { parent[$1] = $2; rss[$1] = $3 }
        END {
            for (p in rss) { q = p; while (q != root && q in parent && q != parent[q]) q = parent[q]; if (q == root) total += rss[p] }
            printf "%d", total / 1024
        }'
}

status_line() {
    local name=$1 port=$2
    if running "$name"; then
        printf '%-10s %-8s %8s %6s %8s MiB %14s\n' "$name" running "$pid" "$port" "$(memory_of "$pid")" "$(ps -o etime= -p "$pid" | tr -d ' ')"
    else
        printf '%-10s %s%-8s%s\n' "$name" "$RED" stopped "$PLAIN"
        all_running=false
    fi
}

external_line() { printf '%-10s %-8s %s\n' "$1" external "$2"; }

# What new sandboxes start from.
status_base() {
    local name image image_state
    name=$(cat "$RUN/base" 2>/dev/null) || return 0
    if [[ $name == host ]]; then printf "base       this machine's own programs\n"; else
        choose_image
        printf 'base       image %s, %s\n' "$name" "$(sed -n 's/^made=/made /p' "$IMAGES/$name/facts" 2>/dev/null || echo 'which is gone')"
    fi
}

status() {
    local all_running=true free
    printf '%-10s %-8s %8s %6s %12s %14s\n' process state pid port memory uptime
    if external_database; then external_line postgres "${OPENINSPECT_DATABASE_URL%%\?*}"; else status_line postgres "$DATABASE_PORT"; fi
    status_line demo "$DEMO_PORT"
    if external_host; then external_line host "$OPENINSPECT_HOST_URL"; else status_line host "$HOST_PORT"; fi
    status_line payara "$PORT"
    if external_broker; then external_line broker "$OPENINSPECT_BROKER"; fi
    printf '\naddress    %s\nstate      %s\n' "$PUBLIC_URL" "$DATA"
    [[ $REACHABLE == "$DATA" ]] ||
        printf '           %s holds what the system users own, because they cannot reach the state folder\n' "$REACHABLE"
    external_host || status_base
    if application_ready; then printf 'ready      yes\n'; else
        printf 'ready      %sno%s\n' "$RED" "$PLAIN"
        all_running=false
    fi
    ! without_isolation || printf 'warning    %ssandboxes run without isolation%s\n' "$RED" "$PLAIN"
    free=$(df -Pm "$DATA" 2>/dev/null | awk 'NR == 2 { print $4 }')
    [[ ! $free || $free -ge 2048 ]] || printf 'warning    %sonly %s MiB of disk are free%s\n' "$RED" "$free" "$PLAIN"
    $all_running
}

show_logs() {
    local -a files
    local file follow=''
    while (($#)); do
        case $1 in
            -f) follow=-f ;;
            *)
                file=$LOGS/$1.log
                [[ -f $file ]] || fail "there is no log $1" "There are: $(cd "$LOGS" 2>/dev/null && printf '%s ' *.log | sed 's/\.log//g')"
                files+=("$file")
                ;;
        esac
        shift
    done
    if ((${#files[@]} == 0)); then
        for file in postgres demo host payara; do
            [[ ! -f $LOGS/$file.log ]] || files+=("$LOGS/$file.log")
        done
    fi
    ((${#files[@]})) || fail "nothing has been logged in $LOGS"
    exec tail -n 100 ${follow:+-F} "${files[@]}"
}
