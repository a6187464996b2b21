package dev.openinspect.accounts;

import dev.openinspect.people.LoginTicket;
import java.net.URI;

/** How far somebody has come on the way by the code host. */
public sealed interface Passage {
    /**
     * To the host.
     *
     * @param browserSecret what the browser must show when it comes back
     */
    record Outward(URI location, String browserSecret) implements Passage {
        /** The address holds the state. */
        @Override
        public String toString() {
            return "Outward";
        }
    }

    /** @param wayBack where the person wanted to go */
    record SignedIn(LoginTicket ticket, String wayBack) implements Passage {}

    /** The account is connected. */
    record Connected(String login) implements Passage {}

    /** @param connecting whether it was about connecting an account, not about signing in */
    record Barred(boolean connecting, Obstacle obstacle) implements Passage {}
}
