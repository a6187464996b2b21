package dev.openinspect.repositories;

import dev.openinspect.codehosts.AppInstallation;
import dev.openinspect.codehosts.CodeHostApp;
import dev.openinspect.codehosts.HostedRepository;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the registered repositories in step with what the app is given at the code host: claims the look, asks, and has {@link HostedLedger} write down what
 * came. A look that fails changes nothing, so a host that is down does not make repositories disappear.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NEVER)
public class HostedRepositories {
    private static final Logger LOG = System.getLogger(HostedRepositories.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
    /** 10 s: a person waits for the answer. */
    private static final int MOST_QUESTIONS = 100;

    @Inject
    CodeHostApp app;

    @EJB
    HostedLedger ledger;

    @Inject
    Rights rights;

    /** What is configured; empty without an app. */
    public Optional<CodeHostApp.Profile> profile() {
        return app.profile();
    }

    public HostedState state(Caller caller) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        return ledger.state();
    }

    /**
     * Looks now and says what is known then. If somebody is just looking, who may have seen what was before, the next look is waited for; if that takes longer
     * than 10 s, what is known by then is answered.
     */
    public HostedState refresh(Caller caller) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        if (app.profile().isEmpty()) {
            throw Refused.notFound("app at a code host");
        }
        ledger.insist();
        for (int i = 0; i < MOST_QUESTIONS && !lookIfDue() && ledger.underWay(); i++) {
            LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
        }
        HostedState state = ledger.state();
        if (state.problem() != null) {
            throw new Refused(RefusalCode.REPOSITORY_UNREACHABLE, state.problem());
        }
        return state;
    }

    /** Looks if it is due and nobody else does; returns whether it looked. */
    public boolean lookIfDue() {
        if (app.profile().isEmpty() || !ledger.claim()) {
            return false;
        }
        try {
            look();
        } catch (CodeHostFailure e) {
            LOG.log(Level.WARNING, "the code host could not be looked at: {0}", e.sentence());
            ledger.failed(e.sentence(), e.retryAfter().orElse(PAUSE));
        }
        return true;
    }

    private void look() {
        List<AppInstallation> installations = new ArrayList<>();
        List<HostedRepository> repositories = new ArrayList<>();
        for (AppInstallation installation : app.installations()) {
            if (installation.suspended()) {
                installations.add(installation);
                continue;
            }
            try {
                repositories.addAll(app.repositories(installation.id()));
                installations.add(installation);
            } catch (CodeHostFailure e) {
                // It was suspended or removed since the list was made; anything else fails the whole look.
                if (e.kind() == Kind.FORBIDDEN) {
                    installations.add(suspended(installation));
                } else if (e.kind() != Kind.NOT_FOUND) {
                    throw e;
                }
            }
        }
        ledger.record(installations, repositories);
    }

    private static AppInstallation suspended(AppInstallation seen) {
        return new AppInstallation(seen.id(), seen.account(), seen.everything(), true, seen.settingsUrl());
    }
}
