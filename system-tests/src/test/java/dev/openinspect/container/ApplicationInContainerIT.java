package dev.openinspect.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.accounts.AccountLedger;
import dev.openinspect.accounts.SignInAttempts;
import dev.openinspect.log.EventType;
import dev.openinspect.log.Events;
import dev.openinspect.log.RecordedEvent;
import dev.openinspect.log.SessionFeed;
import dev.openinspect.log.Subscription;
import dev.openinspect.people.Caller;
import dev.openinspect.pullrequests.PullRequestWish;
import dev.openinspect.pullrequests.PullRequests;
import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sessions.NewPrompt;
import dev.openinspect.sessions.NewSession;
import dev.openinspect.sessions.PromptSource;
import dev.openinspect.sessions.RoomSteps;
import dev.openinspect.sessions.SandboxSteps;
import dev.openinspect.sessions.Sessions;
import dev.openinspect.sessions.TurnSteps;
import dev.openinspect.system.Await;
import dev.openinspect.system.OwnServers;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Topic;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only the container can show: its transactions, its injection, its topic and its timers, around the application as it is built. */
@ExtendWith(ArquillianExtension.class)
@OwnServers
class ApplicationInContainerIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ROUNDS = 10;
    private static final int DISPATCHERS = 2;

    @Inject
    Sessions sessions;

    @Inject
    Events events;

    @Inject
    TurnSteps steps;

    @Inject
    SandboxSteps sandboxes;

    @Inject
    RoomSteps room;

    @Inject
    SessionFeed feed;

    @Inject
    SandboxProvider sandboxHost;

    @Inject
    AccountLedger accounts;

    @Inject
    SignInAttempts attempts;

    @Inject
    PullRequests pullRequests;

    @Resource
    UserTransaction transaction;

    @Resource(lookup = "jdbc/app")
    DataSource database;

    @Resource(lookup = "jms/news-factory")
    ConnectionFactory newsFactory;

    @Resource(lookup = "jms/news")
    Topic news;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    @Deployment
    static EnterpriseArchive application() {
        return ApplicationWithTests.of(ContainerExtension.server().application(), ApplicationInContainerIT.class);
    }

    @BeforeEach
    void endForeignTransactions() throws Exception {
        WorkThreads.endForeignTransactions(executor, transaction);
    }

    @Test
    void a_rolled_back_prompt_leaves_no_event_and_the_sequence_has_no_gap() throws Exception {
        UUID session = newSession();
        long before = lastSeq(session);
        KeptFrames frames = new KeptFrames();
        Subscription listener = feed.subscribe(session, before, frames);

        transaction.begin();
        sessions.prompt(caller(), session, prompt("never asked"));
        transaction.rollback();
        assertThat(rows().number("select count(*) from prompt where session_id = ?", session))
                .isZero();
        assertThat(lastSeq(session)).isEqualTo(before);
        sessions.prompt(caller(), session, prompt("really asked"));

        Await.that(SOON, "the prompt reaches the listener: " + frames, () -> frames.hold("really asked"));
        feed.unsubscribe(session, listener);
        assertThat(frames.hold("never asked"))
                .as("a listener saw what was rolled back")
                .isFalse();
        List<RecordedEvent> log = log(session);
        assertThat(log)
                .extracting(RecordedEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, log.size()).boxed().toList());
        assertThat(log)
                .filteredOn(event -> event.type() == EventType.PROMPT_QUEUED)
                .hasSize(1);
    }

    @Test
    void two_dispatchers_make_one_claim() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            UUID session = newSession();
            rows().readySandbox(session);
            UUID prompt = rows().queueSilently(session);

            race(() -> steps.dispatch(session, prompt, 1));

            assertThat(rows().text("select status from prompt where id = ?", prompt))
                    .isEqualTo("RUNNING");
            assertThat(rows().number("select attempts from prompt where id = ?", prompt))
                    .isEqualTo(1);
            assertThat(rows().number(
                                    "select count(*) from sandbox_command where session_id = ? and name = 'PROMPT'",
                                    session))
                    .isEqualTo(1);
            assertThat(log(session))
                    .filteredOn(event -> event.type() == EventType.PROMPT_STARTED)
                    .hasSize(1);
        }
    }

    /** A real agent is too slow for it: its text is merged on the way, see docs/limits.md. */
    @Test
    void a_flood_ends_the_turn_and_without_a_turn_the_sandbox() {
        UUID flooding = newSession();
        rows().readySandbox(flooding);
        UUID prompt = rows().queueSilently(flooding);
        steps.dispatch(flooding, prompt, 1);
        UUID resting = newSession();
        rows().readySandbox(resting);

        for (int times = 0; times < 2; times++) {
            room.endFlood(flooding, 1);
            room.endFlood(resting, 1);
        }

        assertThat(rows().text("select status || ' ' || reason from prompt where id = ?", prompt))
                .isEqualTo("STOPPING event_flood");
        assertThat(orders("STOP", flooding)).isEqualTo(1);
        assertThat(orders("SHUTDOWN", flooding)).isZero();
        assertThat(rows().text("select reason from sandbox where session_id = ?", resting))
                .isEqualTo("event_flood");
        assertThat(orders("SHUTDOWN", resting)).isEqualTo(1);

        sandboxes.gone(flooding, 1, "stopped", null);

        assertThat(rows().text("select status || ' ' || reason from prompt where id = ?", prompt))
                .as("a limit's end is a failure")
                .isEqualTo("FAILED event_flood");
    }

    @Test
    void two_callers_make_one_claim_to_renew_a_token() throws Exception {
        UUID person = rows().connectedAdministrator();
        for (int round = 0; round < ROUNDS; round++) {
            int version = (int) rows().number("select version from connected_account where person_id = ?", person);
            AtomicInteger claims = new AtomicInteger();

            race(() -> accounts.claimRenewal(person, version).ifPresent(claim -> claims.incrementAndGet()));

            assertThat(claims).hasValue(1);
            accounts.release(person, version + 1);
        }
    }

    @Test
    void two_browsers_with_one_state_make_one_way_back() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String state = rows().signInAttempt();
            AtomicInteger ways = new AtomicInteger();

            race(() -> attempts.take(state).ifPresent(attempt -> ways.incrementAndGet()));

            assertThat(ways).hasValue(1);
            assertThat(attempts.take(state)).isEmpty();
        }
    }

    @Test
    void a_double_click_wants_one_pull_request_which_is_worked_at_after_the_commit() throws Exception {
        UUID session = newSession();
        rows().moveToCodeHost(session);
        rows().pushed(session);
        PullRequestWish wish = new PullRequestWish("Fix the clock", "", null, null);

        race(() -> pullRequests.ask(caller(), session, wish));

        assertThat(rows().number("select count(*) from pull_request where session_id = ?", session))
                .isEqualTo(1);
        // No app is configured here, so all that the work can say is why it cannot be done.
        Await.that(SOON, "the work is settled", () -> rows().text(
                        "select status from pull_request where session_id = ?", session)
                .equals("FAILED"));
        assertThat(rows().text("select reason from pull_request where session_id = ?", session))
                .isNotBlank();
        assertThat(log(session))
                .filteredOn(event -> event.type() == EventType.PULL_REQUEST)
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void a_remote_adapter_is_refused_inside_a_transaction() throws Exception {
        // Outside of a transaction the call is let through to the network, where nobody listens.
        assertThatThrownBy(sandboxHost::list).isInstanceOf(SandboxHostFailure.class);

        transaction.begin();
        try {
            assertThatThrownBy(sandboxHost::list)
                    .isInstanceOf(EJBException.class)
                    .isNotInstanceOf(SandboxHostFailure.class)
                    .hasStackTraceContaining("ransaction");
        } finally {
            transaction.rollback();
        }
    }

    @Test
    void a_message_of_another_node_reaches_the_listeners_of_this_one() {
        UUID session = newSession();
        long last = lastSeq(session);
        KeptFrames frames = new KeptFrames();
        Subscription listener = feed.subscribe(session, last, frames);
        // The event is in no row, so it can have come by the topic only and not by the sweep.
        String event = "{\"seq\":" + (last + 1) + ",\"type\":\"warning\",\"data\":{\"code\":\"from_elsewhere\"}}";

        try (JMSContext context = newsFactory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            context.createProducer()
                    .setProperty("node", "another node")
                    .send(news, "batch " + session + " " + (last + 1) + " 1\n" + event + "\n");
        }

        Await.that(SOON, "the event of another node: " + frames, () -> frames.hold("from_elsewhere"));
        feed.unsubscribe(session, listener);
    }

    @Test
    void timers_drive_what_a_lost_message_left() {
        UUID session = newSession();
        KeptFrames frames = new KeptFrames();
        Subscription listener = feed.subscribe(session, lastSeq(session), frames);

        rows().recordSilently(session, "{\"code\":\"told_to_nobody\"}");
        rows().queueSilently(session);

        Await.that(SOON, "the feed's timer finds the event: " + frames, () -> frames.hold("told_to_nobody"));
        Await.that(
                SOON,
                "the coordinator's timer orders a sandbox",
                () -> rows().number("select generation from sandbox where session_id = ?", session) >= 1);
        feed.unsubscribe(session, listener);
    }

    /** All at the same moment, each on a thread and in a transaction of its own. */
    private void race(Runnable dispatch) throws Exception {
        CyclicBarrier start = new CyclicBarrier(DISPATCHERS);
        List<? extends Future<?>> racers = LongStream.range(0, DISPATCHERS)
                .mapToObj(racer -> executor.submit(() -> {
                    start.await();
                    dispatch.run();
                    return racer;
                }))
                .toList();
        for (Future<?> racer : racers) {
            racer.get();
        }
    }

    private long orders(String name, UUID session) {
        return rows().number(
                        "select count(*) from sandbox_command where name = '" + name + "' and session_id = ?", session);
    }

    private Rows rows() {
        return new Rows(database);
    }

    private Caller caller() {
        return rows().administrator();
    }

    private UUID newSession() {
        return sessions.create(caller(), new NewSession(rows().repository(), null, null, null, null))
                .id();
    }

    private static NewPrompt prompt(String text) {
        return new NewPrompt(text, null, null, PromptSource.API);
    }

    private List<RecordedEvent> log(UUID session) {
        return events.after(caller(), session, 0, Events.MOST).events();
    }

    private long lastSeq(UUID session) {
        return events.after(caller(), session, 0, 1).lastSeq();
    }
}
