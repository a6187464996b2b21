package dev.openinspect.faults;

import dev.openinspect.faults.Findings.Breach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the soak measured, as the page {@code docs/fault-report.md}. */
final class Report {
    private final SoakPlan plan;
    private final Instant began;
    private final Map<String, Condition> conditions = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private StateMachine.@Nullable Walked walked;

    Report(SoakPlan plan, Instant began) {
        this.plan = plan;
        this.began = began;
    }

    void condition(String when, Condition condition) {
        conditions.put(when, condition);
    }

    Optional<Condition> first() {
        return conditions.values().stream().findFirst();
    }

    void walked(StateMachine.Walked steps) {
        walked = steps;
    }

    void struck(List<String> names) {
        faults.addAll(names);
    }

    void write(Findings findings, int turns, int lifecycles, int looks) throws IOException {
        StringBuilder page = new StringBuilder();
        head(page, turns, lifecycles);
        totals(page, findings, looks);
        table(page, findings);
        steps(page);
        ends(page, findings);
        rest(page);
        breaches(page, findings);
        Files.writeString(plan.report(), page);
        System.out.println(page);
    }

    private void head(StringBuilder page, int turns, int lifecycles) {
        Duration took = Duration.between(began, Instant.now());
        page.append("# Fault report\n\n");
        page.append("Written by `./openinspect soak --minutes ")
                .append(plan.time().toMinutes())
                .append(" --seed ")
                .append(plan.seed())
                .append(" --turns ")
                .append(plan.turns())
                .append(" --steps ")
                .append(plan.steps())
                .append(" --lifecycles ")
                .append(plan.lifecycles())
                .append("` on ")
                .append(began.truncatedTo(ChronoUnit.SECONDS))
                .append("; it took ")
                .append(took.toMinutes())
                .append(" min. Machine: ")
                .append(machine())
                .append(". ")
                .append(turns)
                .append(" turns (")
                .append(plan.turns())
                .append(" were wanted), ")
                .append(lifecycles)
                .append(" sessions of workers from creation to removal (")
                .append(plan.lifecycles())
                .append(" were wanted).\n\n");
    }

    private static String machine() {
        String memory = Machine.text(Path.of("/proc/meminfo"))
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("\\D+", "");
        long gib = memory.isEmpty() ? 0 : Math.round(Long.parseLong(memory) / 1048576.0);
        return Runtime.getRuntime().availableProcessors() + " processors, " + gib + " GiB, "
                + System.getProperty("os.name")
                + " " + System.getProperty("os.version") + ", Java " + System.getProperty("java.version")
                + "; product, load and checks on the same machine";
    }

    private static void totals(StringBuilder page, Findings findings, int looks) {
        page.append(
                "| lost | doubled | stuck | orphans | ends without a reason | wrong answers |\n|---|---|---|---|---|---|\n|");
        for (Breach breach : Breach.values()) {
            long count = findings.all().stream()
                    .filter(found -> found.breach() == breach)
                    .count();
            page.append(' ').append(count).append(" |");
        }
        page.append("\n\nOrphans were looked for ").append(looks).append(" times.\n\n");
    }

    private void table(StringBuilder page, Findings findings) {
        page.append("""
                ## Faults

                Recovered: from the fault (for stalls, illnesses of the model and hanging hooks: from their end) until the session that was hit went on with its turn, or, where the fault lies in the turn, until the turn ended.

                | fault | struck | recovered p50 | p99 | lost | doubled | stuck |
                |---|---|---|---|---|---|---|
                """);
        TreeSet<String> others =
                new TreeSet<>(List.of("clone refused", "setup hook hangs", "model says nothing for five minutes"));
        List<String> names = new ArrayList<>(faults);
        names.addAll(others);
        for (String name : names) {
            List<Duration> times = findings.recoveries(name);
            if (times.isEmpty() && plan.turns() == 0) {
                // Nobody wanted what strikes single sessions.
                continue;
            }
            Map<Breach, Integer> counts = findings.counts(name);
            page.append("| ").append(name).append(" | ").append(times.size());
            page.append(" | ").append(percentile(times, 50)).append(" | ").append(percentile(times, 99));
            for (Breach breach : List.of(Breach.LOST, Breach.DOUBLED, Breach.STUCK)) {
                page.append(" | ").append(counts.get(breach));
            }
            page.append(" |\n");
        }
        page.append('\n');
    }

    private static String percentile(List<Duration> sorted, int percent) {
        if (sorted.isEmpty()) {
            return "–";
        }
        int place = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
        return String.format(
                Locale.ROOT, "%.1f s", sorted.get(Math.max(0, place)).toMillis() / 1000.0);
    }

    private void steps(StringBuilder page) {
        StateMachine.Walked done = walked;
        if (done == null) {
            return;
        }
        page.append("## State machine\n\n")
                .append(done.steps())
                .append(" of ")
                .append(plan.steps())
                .append(" steps in ")
                .append(done.took().toSeconds())
                .append(" s by ")
                .append(done.walkers())
                .append(" walkers with the seeds ")
                .append(done.seeds())
                .append("; ")
                .append(done.wrong())
                .append(" answers or states differed from the model's.\n\n| command | times |\n|---|---|\n");
        new TreeMap<>(done.commands()).forEach((command, times) -> page.append("| ")
                .append(command)
                .append(" | ")
                .append(times)
                .append(" |\n"));
        page.append('\n');
    }

    private static void ends(StringBuilder page, Findings findings) {
        page.append("## How prompts under faults ended\n\n| end | times |\n|---|---|\n");
        new TreeMap<>(findings.ends()).forEach((end, times) -> page.append("| ")
                .append(end)
                .append(" | ")
                .append(times)
                .append(" |\n"));
        page.append('\n');
    }

    private void rest(StringBuilder page) {
        page.append("## At rest\n\n");
        conditions.forEach((when, condition) -> page.append("- ")
                .append(when)
                .append(": ")
                .append(condition.text())
                .append('\n'));
        page.append('\n');
    }

    private static void breaches(StringBuilder page, Findings findings) {
        if (findings.all().isEmpty()) {
            return;
        }
        page.append("## What went wrong\n\n");
        findings.all().stream().limit(100).forEach(found -> page.append("- ")
                .append(found.at())
                .append(" [")
                .append(found.fault())
                .append("] ")
                .append(found.breach())
                .append(": ")
                .append(found.what().replace('\n', ' '))
                .append('\n'));
        page.append('\n');
    }
}
