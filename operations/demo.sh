# shellcheck shell=bash
# The demo programs: a repository with a failing test, and a scripted model for installations without a key.

demo_ready() { port_open "$DEMO_PORT"; }

start_demo() {
    "$ROOT/demo/make-repository.sh" "$DEMO_REPOSITORY"
    local program print
    install_program demo "$ROOT/demo/target/program"
    print=$(fingerprint_of "$program" "$JAVA_HOME" "$DEMO_PORT")
    if running demo; then
        [[ $fingerprint != "$print" ]] || return 0
        stop demo TERM 10
    fi
    require_free_port "$DEMO_PORT" 'the demo model'
    plain_environment
    environment+=("OPENINSPECT_DEMO_PORT=$DEMO_PORT")
    launch demo '' "$print" "$JAVA_HOME/bin/java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$program/*" dev.openinspect.demo.DemoModel
    await demo 30 demo_ready
    remove_other_programs demo "$program"
    step "Demo model runs on 127.0.0.1:$DEMO_PORT"
}
