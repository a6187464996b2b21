package dev.openinspect.accounts;

import dev.openinspect.codehosts.PersonalAccess.Account;
import dev.openinspect.settings.Settings.SignInRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who may become a person here by the mere fact of their account. */
final class AllowList {
    private final SignInRules rules;

    AllowList(SignInRules rules) {
        this.rules = rules;
    }

    /** The address under which the owner of this account becomes a person; empty if they may not. One of an allowed domain goes before the primary one. */
    Optional<String> admit(Account account) {
        Optional<String> ofDomain =
                account.emails().stream().filter(this::isOfDomain).findFirst();
        if (ofDomain.isPresent()) {
            return ofDomain;
        }
        boolean named = rules.logins().contains(folded(account.login()))
                || holdsAny(rules.organisations(), account.organisations());
        return named ? account.emails().stream().findFirst() : Optional.empty();
    }

    private boolean isOfDomain(String email) {
        return rules.emailDomains().contains(folded(email.substring(email.lastIndexOf('@') + 1)));
    }

    private static boolean holdsAny(List<String> allowed, List<String> shown) {
        return shown.stream().map(AllowList::folded).anyMatch(allowed::contains);
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
