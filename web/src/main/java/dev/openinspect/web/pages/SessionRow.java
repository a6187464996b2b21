package dev.openinspect.web.pages;

import dev.openinspect.sessions.SessionStatus;
import dev.openinspect.sessions.SessionSummary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** A row of the list. A bean and not a record, because the expression language of Faces 4.0 reads properties by their getters. */
public final class SessionRow {
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private final SessionSummary session;
    private final Words words;

    private SessionRow(SessionSummary session, Words words) {
        this.session = session;
        this.words = words;
    }

    static SessionRow of(SessionSummary session, Words words) {
        return new SessionRow(session, words);
    }

    public String getId() {
        return session.id().toString();
    }

    public String getTitle() {
        return session.title();
    }

    public String getRepository() {
        return session.repository();
    }

    public String getBranch() {
        return session.branch();
    }

    public String getCreatedBy() {
        return session.createdBy();
    }

    public String getUpdatedAt() {
        return session.updatedAt().toString();
    }

    /** What the agent said last about how it gets on, or nothing. */
    public String getReportedStatus() {
        String reported = session.reportedStatus();
        return reported == null ? "" : reported;
    }

    /** The same words as {@code format.js}: cents, and more digits only below one cent. */
    public String getCost() {
        BigDecimal cost = session.cost();
        if (cost.signum() == 0 || cost.compareTo(CENT) >= 0) {
            return "$" + cost.setScale(2, RoundingMode.HALF_UP);
        }
        return "$" + cost.setScale(4, RoundingMode.HALF_UP);
    }

    public String getState() {
        boolean working = session.unfinishedPrompts() > 0 && session.status() == SessionStatus.ACTIVE;
        return working ? "working" : session.status().name().toLowerCase(Locale.ROOT);
    }

    public String getStateText() {
        return words.say("js.session." + getState());
    }
}
