package dev.openinspect.accounts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why somebody who came by the code host is not let in, or has no account connected. The page has a sentence for each. */
public enum Obstacle {
    /** Nobody can sign in by a code host here. */
    NOT_CONFIGURED,
    /** No such attempt: it is over, was made use of before, or never was. */
    STALE,
    /** It began in another browser. */
    OTHER_BROWSER,
    /** It began in a login that is not this one, or has ended. */
    OTHER_LOGIN,
    /** The person said no at the host. */
    DENIED,
    /** The host takes our part of it for wrong. */
    HOST_REFUSED,
    HOST_UNREACHABLE,
    /** The host vouches for no address of the account. */
    NO_VERIFIED_EMAIL,
    /** Its addresses belong to several people here. */
    SEVERAL_PEOPLE,
    DISABLED,
    /** Nobody here, and on no list of those who may come. */
    NOT_ALLOWED,
    /** The account is another person's here. */
    TAKEN,
    /** The person has another account connected. */
    OTHER_ACCOUNT,
    /** Two things happened at the same moment. */
    TRY_AGAIN;

    /** Stands in addresses. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Obstacle> find(String code) {
        return Arrays.stream(values())
                .filter(known -> known.code().equals(code))
                .findFirst();
    }
}
