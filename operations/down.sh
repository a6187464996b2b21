# shellcheck shell=bash
# `down`: ends what `up` started, in the order in which they need each other, and nothing else.

down() {
    [[ -d $RUN ]] || {
        note "nothing was started with the state folder $DATA"
        return 0
    }
    exec 9>"$RUN/lock"
    flock -w 600 9 || fail 'another up or down has been at work for ten minutes'
    stop keeper TERM 5
    stop payara TERM 40
    stop host TERM 30
    take_groups_back
    stop demo TERM 10
    # SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written.
    stop postgres INT 60
}
