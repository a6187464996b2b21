package dev.openinspect.keys;

import java.util.regex.Pattern;

/**
 * A column that holds envelopes of the vault or null.
 *
 * @param what its values in words, for the operator, e.g. {@code credentials of repositories}
 * @param purpose an SQL expression over the columns of the row: the words that the value was sealed for
 */
public record SealedColumn(String what, String table, String column, String purpose) {
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,63}");

    public SealedColumn {
        if (!NAME.matcher(table).matches() || !NAME.matcher(column).matches()) {
            throw new IllegalArgumentException("names of a table and of its column are expected");
        }
    }
}
