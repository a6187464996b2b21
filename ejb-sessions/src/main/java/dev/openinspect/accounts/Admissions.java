package dev.openinspect.accounts;

import dev.openinspect.codehosts.PersonalAccess.Account;
import dev.openinspect.codehosts.PersonalAccess.Grant;
import dev.openinspect.people.Arrivals;
import dev.openinspect.people.LoginTicket;
import dev.openinspect.people.PersonSummary;
import dev.openinspect.people.SignInLedger;
import dev.openinspect.secrets.Vault;
import dev.openinspect.settings.Settings;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.UUID;

/**
 * Decides who somebody is for whom the code host vouches, and writes it down, in one transaction. The host's id of the account is what counts; only where it
 * is not known yet, a verified address leads to a person who is here already, or the allow list makes a new one.
 */
@Stateless
public class Admissions {
    private static final Logger LOG = System.getLogger(Admissions.class.getName());

    @Inject
    AccountLedger accounts;

    @Inject
    Arrivals people;

    @Inject
    SignInLedger logins;

    @Inject
    Vault vault;

    @Inject
    Settings settings;

    /**
     * Opens a login for the owner of the account.
     *
     * @throws TurnedAway with the reason
     */
    public LoginTicket signIn(Account account, Grant grant, String userAgent) {
        accounts.lockOutOthers();
        PersonSummary person = accounts.ofSubject(account.subject())
                .flatMap(known -> people.find(known.personId()))
                .orElseGet(() -> unconnected(account));
        if (person.disabled()) {
            throw new TurnedAway(Obstacle.DISABLED);
        }
        keep(person.id(), account, grant);
        return logins.admit(person.id(), userAgent);
    }

    /**
     * Connects the account with a person who is signed in.
     *
     * @throws TurnedAway with the reason
     */
    public void connect(UUID personId, Account account, Grant grant) {
        accounts.lockOutOthers();
        boolean taken = accounts.ofSubject(account.subject())
                .filter(known -> !known.personId().equals(personId))
                .isPresent();
        if (taken) {
            throw new TurnedAway(Obstacle.TAKEN);
        }
        keep(personId, account, grant);
    }

    private PersonSummary unconnected(Account account) {
        List<PersonSummary> known = people.having(account.emails());
        if (known.size() > 1) {
            throw new TurnedAway(Obstacle.SEVERAL_PEOPLE);
        }
        return known.stream().findFirst().orElseGet(() -> newPerson(account));
    }

    private PersonSummary newPerson(Account account) {
        if (account.emails().isEmpty()) {
            throw new TurnedAway(Obstacle.NO_VERIFIED_EMAIL);
        }
        Settings.SignInRules rules = settings.signInRules();
        String email = new AllowList(rules).admit(account).orElseThrow(() -> new TurnedAway(Obstacle.NOT_ALLOWED));
        PersonSummary person = people.add(email, account.name(), account.login(), rules.role());
        LOG.log(
                Level.INFO,
                "person made by signing in at the code host: person={0} role={1}",
                person.id(),
                rules.role());
        return person;
    }

    /** Another account than the one that is connected never takes its place unasked. */
    private void keep(UUID personId, Account account, Grant grant) {
        boolean another = accounts.of(personId)
                .filter(former -> !former.isOf(account.subject()))
                .isPresent();
        if (another) {
            throw new TurnedAway(Obstacle.OTHER_ACCOUNT);
        }
        accounts.connected(personId, account, SealedGrant.of(grant, personId, vault));
    }
}
