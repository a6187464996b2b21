package dev.openinspect.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleRightsTest {
    private static final UUID SESSION = new UUID(1, 1);
    private static final UUID OTHER_SESSION = new UUID(2, 2);
    private static final UUID HIDDEN_SESSION = new UUID(3, 3);
    private final RoleRights rights = new RoleRights();

    @BeforeEach
    void hide() {
        rights.hidden = HIDDEN_SESSION::equals;
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, READ, SESSION_READ, true",
        "VIEWER, ADMIN, SESSION_PROMPT, false",
        "VIEWER, ADMIN, SESSION_CREATE, false",
        "VIEWER, ADMIN, OWN_TOKENS, true",
        "VIEWER, READ, OWN_TOKENS, false",
        "MEMBER, WRITE, SESSION_PROMPT, true",
        "MEMBER, READ, SESSION_PROMPT, false",
        "MEMBER, ADMIN, PEOPLE_READ, false",
        "MEMBER, ADMIN, REPOSITORY_MANAGE, false",
        "ADMIN, READ, PEOPLE_READ, true",
        "ADMIN, READ, PEOPLE_MANAGE, false",
        "ADMIN, WRITE, PEOPLE_MANAGE, false",
        "ADMIN, ADMIN, PEOPLE_MANAGE, true",
        "ADMIN, WRITE, REPOSITORY_MANAGE, false",
        "ADMIN, ADMIN, REPOSITORY_MANAGE, true",
        "VIEWER, ADMIN, SECRET_READ, false",
        "MEMBER, READ, SECRET_READ, true",
        "MEMBER, ADMIN, SECRET_MANAGE, false",
        "ADMIN, WRITE, SECRET_MANAGE, false",
        "ADMIN, ADMIN, SECRET_MANAGE, true"
    })
    void role_and_scope_must_both_suffice(Role role, Scope scope, Permission permission, boolean allowed) {
        assertThat(rights.allows(caller(role, scope, null), permission)).isEqualTo(allowed);
    }

    @Test
    void a_refusal_is_forbidden() {
        Caller viewer = caller(Role.VIEWER, Scope.ADMIN, null);

        assertThatThrownBy(() -> rights.require(viewer, Permission.SESSION_PROMPT, SESSION))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.FORBIDDEN));
    }

    @Test
    void a_stream_token_opens_its_own_session_only() {
        Caller watcher = caller(Role.MEMBER, Scope.WRITE, SESSION);

        assertThatCode(() -> rights.require(watcher, Permission.SESSION_PROMPT, SESSION))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> rights.require(watcher, Permission.SESSION_READ, OTHER_SESSION))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NOT_FOUND));
    }

    @Test
    void a_stream_token_may_nothing_beyond_a_session() {
        Caller watcher = caller(Role.ADMIN, Scope.WRITE, SESSION);

        assertThatThrownBy(() -> rights.require(watcher, Permission.SESSION_CREATE))
                .isInstanceOf(Refused.class);
    }

    @Test
    void a_session_that_nobody_has_created_is_there_for_nobody() {
        Caller administrator = caller(Role.ADMIN, Scope.ADMIN, null);

        for (Permission permission : Permission.values()) {
            assertThatThrownBy(() -> rights.require(administrator, permission, HIDDEN_SESSION))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NOT_FOUND));
        }
    }

    private static Caller caller(Role role, Scope scope, UUID onlySession) {
        return new Caller(new UUID(9, 9), "Someone", "someone@example.org", role, scope, onlySession);
    }
}
