package dev.openinspect.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.hooks.ArrivedHook;
import dev.openinspect.hooks.HookDeliveries;
import dev.openinspect.hooks.HookDetail;
import dev.openinspect.hooks.HookInbox;
import dev.openinspect.hooks.HookPage;
import dev.openinspect.hooks.HookRetention;
import dev.openinspect.hooks.HookStatus;
import dev.openinspect.hooks.HookSummary;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Role;
import dev.openinspect.people.Scope;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.system.Await;
import dev.openinspect.system.OwnServers;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The inbox around its rows: what is stored once, handed out, tried again, taken over, kept and forgotten. */
@ExtendWith(ArquillianExtension.class)
@OwnServers
class HooksInContainerIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SENDERS = 8;

    @Inject
    HookInbox inbox;

    @Inject
    HookDeliveries deliveries;

    @Inject
    HookRetention retention;

    @Inject
    NewsListener listener;

    @Resource
    UserTransaction transaction;

    @Resource(lookup = "jdbc/app")
    DataSource database;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    @Deployment
    static EnterpriseArchive application() {
        return ApplicationWithTests.of(
                ContainerExtension.server().application(), HooksInContainerIT.class, NewsListener.class);
    }

    @BeforeEach
    void endForeignTransactions() throws Exception {
        WorkThreads.endForeignTransactions(executor, transaction);
    }

    @Test
    void the_same_delivery_at_the_same_moment_is_stored_and_handed_out_once() throws Exception {
        String id = newId();
        CyclicBarrier start = new CyclicBarrier(SENDERS);
        List<Future<Boolean>> senders = IntStream.range(0, SENDERS)
                .mapToObj(sender -> executor.submit(() -> {
                    start.await();
                    return inbox.store(installation(id, 1_001));
                }))
                .toList();
        List<Boolean> news = new ArrayList<>();
        for (Future<Boolean> sender : senders) {
            news.add(sender.get());
        }

        assertThat(news).filteredOn(Boolean::booleanValue).hasSize(1);
        await(id, HookStatus.PROCESSED);
        assertThat(inbox.store(installation(id, 1_001))).isFalse();
        assertThat(listener.heard(1_001)).isEqualTo(1);
        assertThat(find(id).action()).isEqualTo("created");
        assertThat(find(id).attempts()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_read_fails_at_once_and_says_why() {
        String id = newId();

        inbox.store(new ArrivedHook(id, "installation", "", "{\"action\":\"created\"}"));

        await(id, HookStatus.FAILED);
        assertThat(find(id).error()).contains("installation.id");
        assertThat(find(id).attempts()).isEqualTo(1);
    }

    @Test
    void what_does_not_concern_us_is_ignored_and_comments_are_kept() {
        String unknown = newId();
        String comment = newId();

        inbox.store(new ArrivedHook(unknown, "no_such_event", "", "{}"));
        inbox.store(new ArrivedHook(
                comment,
                "issue_comment",
                "",
                "{\"repository\":{\"id\":1},\"issue\":{\"number\":2},\"action\":\"created\"}"));

        await(unknown, HookStatus.IGNORED);
        await(comment, HookStatus.KEPT);
    }

    @Test
    void who_fails_is_told_again_later_and_at_last_by_an_administrator() {
        String id = newId();
        listener.failFor(1_002);
        inbox.store(installation(id, 1_002));

        Await.that(SOON, "the first attempt failed", () -> find(id).error() != null);
        HookSummary failed = find(id);
        assertThat(failed.status()).isEqualTo(HookStatus.RECEIVED);
        assertThat(failed.error()).isEqualTo("IllegalStateException: not this one");
        assertThat(failed.notBefore()).isNotNull();
        // The second attempt comes by the timer, five seconds later.
        Await.that(SOON, "the second attempt failed", () -> find(id).attempts() == 2 && find(id).notBefore() != null);
        rows().change(
                        "update hook_delivery set attempts = 9, not_before = now(), version = version + 1 where"
                                + " delivery_id = ?",
                        id);
        await(id, HookStatus.FAILED);
        assertThat(find(id).attempts()).isEqualTo(10);
        assertThat(listener.heard(1_002)).isZero();

        listener.bear(1_002);
        deliveries.replay(rows().administrator(), id);

        await(id, HookStatus.PROCESSED);
        assertThat(listener.heard(1_002)).isEqualTo(1);
        assertThat(find(id).error()).isNull();
    }

    @Test
    void one_that_was_processed_can_be_processed_again() {
        String id = newId();
        inbox.store(installation(id, 1_003));
        await(id, HookStatus.PROCESSED);

        deliveries.replay(rows().administrator(), id);

        Await.that(SOON, "it is heard again", () -> listener.heard(1_003) == 2);
        await(id, HookStatus.PROCESSED);
    }

    @Test
    void the_claim_of_a_node_that_died_expires() throws Exception {
        String id = newId();
        storeSilently(id, 1_004, 1, "now() + interval '1 hour'");
        String dead = newId();
        storeSilently(dead, 1_005, 10, "now() - interval '1 second'");

        await(dead, HookStatus.FAILED);
        assertThat(find(dead).error()).contains("before its outcome");
        assertThat(listener.heard(1_005)).isZero();
        assertThat(find(id).status()).as("somebody else still holds it").isEqualTo(HookStatus.RECEIVED);

        rows().change("update hook_delivery set not_before = now() where delivery_id = ?", id);

        await(id, HookStatus.PROCESSED);
        assertThat(find(id).attempts()).isEqualTo(2);
        assertThat(listener.heard(1_004)).isEqualTo(1);
    }

    @Test
    void old_ones_are_forgotten_by_their_status_and_one_that_waits_never() {
        List<String> gone = List.of(old("PROCESSED", 15), old("IGNORED", 15), old("FAILED", 91), old("KEPT", 91));
        List<String> there = List.of(old("PROCESSED", 13), old("FAILED", 89), old("KEPT", 89), waiting(400));

        retention.forget();

        assertThat(gone).allSatisfy(id -> assertThat(count(id)).isZero());
        assertThat(there).allSatisfy(id -> assertThat(count(id)).isEqualTo(1));
        there.forEach(id -> rows().change("delete from hook_delivery where delivery_id = ?", id));
    }

    @Test
    void administrators_see_them_by_pages_and_by_status() {
        List<String> ids = List.of(newId(), newId(), newId());
        ids.forEach(id -> inbox.store(new ArrivedHook(id, "ping", "X-Test: yes", "{}")));
        ids.forEach(id -> await(id, HookStatus.IGNORED));

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            HookPage page = deliveries.list(rows().administrator(), HookStatus.IGNORED, cursor, 1);
            page.deliveries().forEach(one -> seen.add(one.deliveryId()));
            assertThat(page.deliveries()).allMatch(one -> one.status() == HookStatus.IGNORED);
            assertThat(page.lastReceivedAt()).isNotNull();
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen).containsAll(ids).doesNotHaveDuplicates();
        assertThat(deliveries
                        .list(rows().administrator(), HookStatus.FAILED, null, 200)
                        .deliveries())
                .noneMatch(one -> ids.contains(one.deliveryId()));
    }

    @Test
    void a_long_body_is_shown_as_far_as_one_can_read() {
        String id = newId();
        inbox.store(new ArrivedHook(id, "ping", "X-Test: yes", "{\"a\":\"" + "😀".repeat(200_000) + "\"}"));

        HookDetail detail = deliveries.find(rows().administrator(), id);

        assertThat(detail.cut()).isTrue();
        assertThat(detail.body().length()).isBetween(HookDeliveries.LONGEST_SHOWN - 1, HookDeliveries.LONGEST_SHOWN);
        assertThat(Character.isHighSurrogate(detail.body().charAt(detail.body().length() - 1)))
                .isFalse();
        assertThat(detail.headers()).isEqualTo("X-Test: yes");
    }

    @Test
    void nobody_else_sees_or_repeats_them() {
        String id = newId();
        inbox.store(new ArrivedHook(id, "ping", "", "{}"));
        Caller administrator = rows().administrator();
        Caller member = with(administrator, Role.MEMBER, Scope.ADMIN);
        Caller reading = with(administrator, Role.ADMIN, Scope.READ);

        assertRefused(() -> deliveries.list(member, null, null, 1), RefusalCode.FORBIDDEN);
        assertRefused(() -> deliveries.find(member, id), RefusalCode.FORBIDDEN);
        assertRefused(() -> deliveries.replay(member, id), RefusalCode.FORBIDDEN);
        assertRefused(() -> deliveries.replay(reading, id), RefusalCode.FORBIDDEN);
        assertThat(deliveries.find(reading, id).summary().deliveryId()).isEqualTo(id);
        assertRefused(() -> deliveries.find(administrator, newId()), RefusalCode.NOT_FOUND);
        assertRefused(() -> deliveries.replay(administrator, newId()), RefusalCode.NOT_FOUND);
    }

    private static void assertRefused(Runnable call, RefusalCode code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }

    private static Caller with(Caller caller, Role role, Scope scope) {
        return new Caller(caller.personId(), caller.name(), caller.email(), role, scope, null);
    }

    private static ArrivedHook installation(String id, long installation) {
        return new ArrivedHook(id, "installation", "", body(installation));
    }

    private static String body(long installation) {
        return "{\"action\":\"created\",\"installation\":{\"id\":" + installation + "}}";
    }

    /** As a node leaves it that dies in the middle of an attempt. */
    private void storeSilently(String id, long installation, int attempts, String notBefore) {
        rows().change(
                        "insert into hook_delivery (delivery_id, event, headers, body, bytes, received_at, status,"
                                + " attempts, not_before) values (?, 'installation', '', ?, 2, now(),"
                                + " 'RECEIVED', ?, " + notBefore + ")",
                        id,
                        body(installation),
                        attempts);
    }

    private String old(String status, int days) {
        String id = newId();
        rows().change(
                        "insert into hook_delivery (delivery_id, event, headers, body, bytes, received_at, status)"
                                + " values (?, 'ping', '', '{}', 2, now() - ? * interval '1 day', ?)",
                        id,
                        days,
                        status);
        return id;
    }

    /** Due in an hour, so that nobody hands it out meanwhile. */
    private String waiting(int days) {
        String id = old("RECEIVED", days);
        rows().change("update hook_delivery set not_before = now() + interval '1 hour' where delivery_id = ?", id);
        return id;
    }

    private void await(String id, HookStatus status) {
        Await.that(SOON, "delivery " + id + " is " + status, () -> find(id).status() == status);
    }

    private HookSummary find(String id) {
        return deliveries.find(rows().administrator(), id).summary();
    }

    private long count(String id) {
        return rows().number("select count(*) from hook_delivery where delivery_id = ?", id);
    }

    private Rows rows() {
        return new Rows(database);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
