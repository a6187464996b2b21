package dev.openinspect.transitions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A state machine as a table. What is not in the table cannot happen. Immutable, may be shared between threads.
 *
 * @param <S> states
 * @param <T> triggers
 */
public final class Transitions<S extends Enum<S>, T extends Enum<T>> {
    private final String name;
    private final List<Row<S, T>> rows;

    private Transitions(String name, List<Row<S, T>> rows) {
        this.name = name;
        this.rows = List.copyOf(rows);
    }

    /** One line of the table; {@code action} says in words what goes with the move. */
    public record Row<S, T>(S from, T trigger, S to, String action) {}

    public static <S extends Enum<S>, T extends Enum<T>> Builder<S, T> named(String name) {
        return new Builder<>(name);
    }

    /** Where the trigger leads from here; empty if it cannot happen here. */
    public Optional<S> next(S from, T trigger) {
        return rows.stream()
                .filter(row -> row.from() == from && row.trigger() == trigger)
                .map(Row::to)
                .findFirst();
    }

    /** The states from which the trigger may happen: the {@code from} list of a claim in SQL. */
    public String[] namesBefore(T trigger) {
        return rows.stream()
                .filter(row -> row.trigger() == trigger)
                .map(row -> row.from().name())
                .distinct()
                .toArray(String[]::new);
    }

    public List<Row<S, T>> rows() {
        return rows;
    }

    /** The table as a Mermaid state diagram. */
    public String diagram(S initial) {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n    [*] --> " + initial.name() + "\n");
        for (Row<S, T> row : rows) {
            text.append("    ")
                    .append(row.from())
                    .append(" --> ")
                    .append(row.to())
                    .append(" : ")
                    .append(row.trigger())
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects rows. */
    public static final class Builder<S extends Enum<S>, T extends Enum<T>> {
        private final String name;
        private final List<Row<S, T>> rows = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder<S, T> row(S from, T trigger, S to, String action) {
            boolean doubled = rows.stream().anyMatch(row -> row.from() == from && row.trigger() == trigger);
            if (doubled) {
                throw new IllegalArgumentException(name + ": two rows for " + from + " and " + trigger);
            }
            rows.add(new Row<>(from, trigger, to, action));
            return this;
        }

        public Transitions<S, T> build() {
            return new Transitions<>(name, rows);
        }
    }
}
