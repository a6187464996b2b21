package dev.openinspect.accounts;

import dev.openinspect.keys.Sealed;
import dev.openinspect.keys.SealedColumn;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tokens of people are sealed as {@link SealedGrant} says, what a browser on its way must prove as {@link SignInAttempt} does. */
@ApplicationScoped
public class AccountSeals implements Sealed {
    @Override
    public List<SealedColumn> columns() {
        return List.of(
                new SealedColumn(
                        "tokens of connected accounts",
                        "connected_account",
                        "access_token",
                        "'account:' || person_id || ':access'"),
                new SealedColumn(
                        "refresh tokens of connected accounts",
                        "connected_account",
                        "refresh_token",
                        "'account:' || person_id || ':refresh'"),
                new SealedColumn("sign-ins on their way", "sign_in_attempt", "verifier", "'sign-in:' || state_hash"));
    }
}
