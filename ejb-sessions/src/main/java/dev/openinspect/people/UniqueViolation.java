package dev.openinspect.people;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Recognises the database's word for "there is one already". */
final class UniqueViolation {
    private static final String SQL_STATE = "23505";

    private UniqueViolation() {}

    static boolean causes(Throwable failure) {
        @Nullable Throwable link = failure;
        while (link != null) {
            if (link instanceof SQLException sql && SQL_STATE.equals(sql.getSQLState())) {
                return true;
            }
            link = link.getCause();
        }
        return false;
    }
}
