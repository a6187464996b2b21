package dev.openinspect.accounts;

import java.util.UUID;

/** The tokens of people at the code host. May refresh one over the network: never inside a transaction. */
public interface PersonalTokens {
    /** A token that works now as far as anybody knows, or why there is none. */
    Answer tokenOf(UUID personId);

    /** The host refused this token: it is not given out again, and the person is told to connect anew. */
    void refused(UUID personId, String accessToken);

    /** What can be had. */
    sealed interface Answer {
        /** Good for at least one minute. */
        record Usable(String accessToken, String login) implements Answer {
            /** Nothing of what it holds is for a log. */
            @Override
            public String toString() {
                return "Usable[" + login + "]";
            }
        }

        /** The person has connected no account. */
        record NotConnected() implements Answer {}

        /** The account was connected once, but its tokens are worth nothing any more. */
        record ConnectAgain(String login) implements Answer {}

        /** The host does not answer; later it may. */
        record Unreachable() implements Answer {}
    }
}
