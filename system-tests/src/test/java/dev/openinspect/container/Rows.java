package dev.openinspect.container;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Role;
import dev.openinspect.people.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Looks at the rows and changes them behind the application's back, as another node would that dies before it tells anybody. */
public final class Rows {
    private static final String REPOSITORY = "container-tests";
    private final DataSource database;

    public Rows(DataSource database) {
        this.database = database;
    }

    /** The first administrator, as a door would establish them. */
    public Caller administrator() {
        UUID id = UUID.fromString(text("select id::text from person where role = 'ADMIN'"));
        return new Caller(id, "Administrator", "admin@localhost", Role.ADMIN, Scope.ADMIN, null);
    }

    /** The first administrator, with an account connected whose tokens nobody can open. */
    public UUID connectedAdministrator() {
        UUID person = administrator().personId();
        change(
                "insert into connected_account (person_id, subject, login, access_token, refresh_token, connected_at)"
                        + " values (?, '1', 'administrator', 'sealed', 'sealed', now()) on conflict do nothing",
                person);
        return person;
    }

    /** The fingerprint of the state of a browser that is on its way to the code host. */
    public String signInAttempt() {
        String state = UUID.randomUUID().toString();
        change(
                "insert into sign_in_attempt (state_hash, browser_hash, verifier, purpose, way_back, created_at)"
                        + " values (?, 'none', 'sealed', 'SIGN_IN', '/', now())",
                state);
        return state;
    }

    /** The name of a repository; nothing is ever fetched from it. */
    public String repository() {
        change("insert into repository (id, name, kind, url, default_branch, created_at)"
                + " select gen_random_uuid(), '" + REPOSITORY
                + "', 'GIT', 'https://git.invalid/nothing.git', 'main', now()"
                + " where not exists (select 1 from repository where name = '" + REPOSITORY + "')");
        return REPOSITORY;
    }

    /** From now on the session's repository is one at a code host that nobody can reach. */
    public void moveToCodeHost(UUID session) {
        UUID repository = UUID.randomUUID();
        change(
                "insert into repository (id, name, kind, url, default_branch, created_at, external_id,"
                        + " installation_id, full_name, web_url) values (?, ?, 'HOSTED',"
                        + " 'https://git.invalid/octo/clock.git', 'main', now(), ?, 1, 'octo/clock',"
                        + " 'https://git.invalid/octo/clock')",
                repository,
                "clock-" + repository,
                repository.getMostSignificantBits() >>> 1);
        change("update session set repository_id = ? where id = ?", repository, session);
    }

    /** Its sandbox has pushed a commit. */
    public void pushed(UUID session) {
        change(
                "insert into artifact (id, session_id, kind, name, detail, created_at, updated_at) select"
                        + " gen_random_uuid(), id, 'BRANCH', work_branch, 'c0ffee', now(), now() from session where id ="
                        + " ?",
                session);
    }

    /** A prompt that waits, of which no coordinator was told. */
    public UUID queueSilently(UUID session) {
        UUID prompt = UUID.randomUUID();
        change(
                "insert into prompt (id, session_id, ordinal, status, author_id, source, text, model, request_hash,"
                        + " created_at) select ?, id, 1, 'QUEUED', created_by, 'API', 'demo: count', model, 'none', now()"
                        + " from session where id = ?",
                prompt,
                session);
        change("update session set status = 'ACTIVE', version = version + 1 where id = ?", session);
        return prompt;
    }

    /** A prompt that runs, of which no sandbox was told. */
    public UUID runSilently(UUID session) {
        UUID prompt = queueSilently(session);
        change("update prompt set status = 'RUNNING', started_at = now() where id = ?", prompt);
        return prompt;
    }

    /** Files that the session's agent has shown, whose bytes nobody keeps. */
    public void shownFiles(UUID session, int number, long bytes) {
        change(
                "insert into artifact (id, session_id, kind, name, detail, created_at, updated_at, media_type, bytes,"
                        + " sha256) select gen_random_uuid(), ?, 'REPORT', 'file ' || gen_random_uuid(), '', now(), now(),"
                        + " 'text/plain', ?, repeat('0', 64) from generate_series(1, ?)",
                session,
                bytes,
                number);
    }

    /** A sandbox of generation 1 that waits for work. */
    public void readySandbox(UUID session) {
        change(
                "update sandbox set generation = 1, status = 'READY', version = version + 1, created_at = now(),"
                        + " token_hash = 'of ' || session_id, ready_at = now(), heartbeat_at = now(), idle_since = now() where session_id = ?",
                session);
        change("update session_log set sandbox_generation = 1 where session_id = ?", session);
    }

    /** An event that is durable, of which no feed was told. */
    public void recordSilently(UUID session, String data) {
        change(
                "with place as (update session_log set last_seq = last_seq + 1 where session_id = ? returning"
                        + " session_id, last_seq) insert into event (session_id, seq, type, at, data) select session_id,"
                        + " last_seq, 12, now(), ? from place",
                session,
                data);
    }

    public int change(String statement, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement prepared = prepare(connection, statement, values)) {
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    public long number(String query, Object... values) {
        return Long.parseLong(text(query, values));
    }

    public String text(String query, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement prepared = prepare(connection, query, values);
                ResultSet row = prepared.executeQuery()) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String statement, Object... values)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, values[i]);
        }
        return prepared;
    }
}
