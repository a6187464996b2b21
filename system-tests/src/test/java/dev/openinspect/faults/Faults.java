package dev.openinspect.faults;

import dev.openinspect.system.Command;
import dev.openinspect.system.Installation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The faults that hit a running turn. Only processes and sockets of the installation under test are touched, each found through its own records. */
final class Faults {
    private static final Duration BROKER = Duration.ofMinutes(2);

    private final Installation installation;
    private final Machine machine;

    Faults(Installation installation) {
        this.installation = installation;
        this.machine = new Machine(installation);
    }

    /** Each hits the whole installation. {@code up} starts what does not run, as an operator's service manager would. */
    List<Fault> ofTheInstallation() {
        return List.of(
                everybody("kill -9 Payara", dice -> killed("payara")),
                everybody("kill -9 PostgreSQL", dice -> killed("postgres")),
                everybody("kill -9 sandbox host", dice -> killed("host")),
                everybody("stop and start the broker", this::brokerAway));
    }

    /** Each hits one sandbox or one client. */
    List<Fault> ofOneSession() {
        return List.of(
                one("kill -9 sandbox", Faults::anyTurn, (victim, dice) -> {
                    installation.killSandbox(victim.session());
                    return Instant.now();
                }),
                one("kill -9 OpenCode", Faults::anyTurn, (victim, dice) -> {
                    machine.agent(victim.session()).ifPresent(ProcessHandle::destroyForcibly);
                    return Instant.now();
                }),
                one("kill -9 bridge", Faults::anyTurn, (victim, dice) -> {
                    machine.runtime(victim.session()).ifPresent(ProcessHandle::destroyForcibly);
                    return Instant.now();
                }),
                one("reset the sandbox's sockets", Faults::anyTurn, (victim, dice) -> {
                    machine.runtime(victim.session()).ifPresent(runtime -> machine.cut(runtime.pid()));
                    return Instant.now();
                }),
                one("bridge half-open: nothing goes out", dice -> tool(8), stall(true, false, 5, 25)),
                one("bridge half-open: nothing comes in", dice -> tool(8), stall(false, true, 5, 25)),
                one("bridge stalls for 60 s", Faults::anyTurn, stall(true, true, 60, 60)),
                one("cut a client's socket", Faults::anyTurn, (victim, dice) -> {
                    victim.wire().cut();
                    return Instant.now();
                }),
                one("a client's wire stalls", dice -> "demo: tokens 4000", (victim, dice) -> {
                    victim.wire().hold(true);
                    Pause.of(Duration.ofSeconds(10 + dice.nextInt(25)));
                    victim.wire().hold(false);
                    return Instant.now();
                }));
    }

    /** Where nothing limits the disk of a session, filling it would end the machine and prove nothing. */
    List<Fault> ofTheDisk() {
        return new HostClient(installation).limitsDisk() ? List.of(new FullDisk()) : List.of();
    }

    /** The model is ill for some seconds; the turn itself says until when. */
    List<Fault> ofTheModel() {
        return List.of(
                ill("model answers 429", "fail 429"),
                ill("model answers 500", "fail 500"),
                ill("model breaks off", "half"),
                ill("model is silent", "hang"));
    }

    private static Fault ill(String name, String directive) {
        return new OfTheModel(name, directive, dice -> Duration.ofSeconds(2 + dice.nextInt(8)));
    }

    /** The agent writes until its sandbox is ended; then it has room enough to tidy up. */
    private record FullDisk() implements Fault {
        @Override
        public String name() {
            return "fill a sandbox's disk";
        }

        @Override
        public String turn(Random dice) {
            return "demo: bash for i in $(seq 100); do fallocate -l 64M /root/fill-$i; sleep 1; done";
        }

        @Override
        public Instant strike(Victim victim, Random dice) {
            return Instant.now();
        }

        @Override
        public boolean untilTheEnd() {
            return true;
        }

        @Override
        public Optional<String> afterwards() {
            return Optional.of("demo: bash rm -f /root/fill-*");
        }
    }

    /** Text for a while, or a tool at work. */
    private static String anyTurn(Random dice) {
        return dice.nextBoolean() ? "demo: slow " + (4 + dice.nextInt(5)) : tool(5 + dice.nextInt(4));
    }

    private static String tool(int seconds) {
        return "demo: bash for i in $(seq " + seconds + "); do echo $i; sleep 1; done";
    }

    private BiFunction<Victim, Random, Instant> stall(boolean outward, boolean inward, int least, int most) {
        return (victim, dice) -> {
            machine.runtime(victim.session()).ifPresent(runtime -> {
                machine.drop(runtime.pid(), outward, inward);
                Pause.of(Duration.ofSeconds(least + dice.nextInt(most - least + 1)));
                machine.heal(runtime.pid());
            });
            return Instant.now();
        };
    }

    private Instant killed(String process) {
        installation.kill(process);
        Instant killed = Instant.now();
        installation.up();
        return killed;
    }

    private Instant brokerAway(Random dice) {
        broker(dice.nextBoolean() ? "kill" : "stop");
        Instant gone = Instant.now();
        Pause.of(Duration.ofSeconds(2 + dice.nextInt(10)));
        broker("start");
        return gone;
    }

    private void broker(String order) {
        Command.run(
                BROKER, Map.of(), List.of(installation.testProgram("broker.sh").toString(), order));
    }

    private static Fault everybody(String name, Function<Random, Instant> strike) {
        return new Plain(name, true, Faults::anyTurn, (victim, dice) -> strike.apply(dice));
    }

    private static Fault one(String name, Function<Random, String> turn, BiFunction<Victim, Random, Instant> strike) {
        return new Plain(name, false, turn, strike);
    }

    private record Plain(
            String name, boolean everybody, Function<Random, String> turns, BiFunction<Victim, Random, Instant> strikes)
            implements Fault {
        @Override
        public String turn(Random dice) {
            return turns.apply(dice);
        }

        @Override
        public Instant strike(Victim victim, Random dice) {
            return strikes.apply(victim, dice);
        }
    }

    private record OfTheModel(String name, String directive, Function<Random, Duration> length) implements Fault {
        @Override
        public String turn(Random dice) {
            return "demo: " + directive + " until " + Instant.now().plus(length.apply(dice));
        }

        /** Nothing more to do: the turn carries its own fault. The model is well again from the moment that the turn names. */
        @Override
        public Instant strike(Victim victim, Random dice) {
            String text = victim.conversation().asked().getLast().text();
            Instant well = Instant.parse(text.substring(text.lastIndexOf(' ') + 1));
            Pause.of(Duration.between(Instant.now(), well));
            return well;
        }

        @Override
        public boolean untilTheEnd() {
            return true;
        }
    }
}
