package dev.openinspect.github;

import java.util.Map;

/** What a caller may see and do. Guarded by the world's lock. */
final class Rights {
    private final World world;

    Rights(World world) {
        this.world = world;
    }

    /** Refuses what the caller may not see as if it were not there, and what it may only see in plain words. */
    void require(Caller caller, Repository repository, String permission, String access) {
        if (!sees(caller, repository)) {
            throw Refusal.notFound();
        }
        if (!may(caller, repository, permission, access)) {
            throw Refusal.notGiven();
        }
        if (access.equals("write") && repository.archived) {
            throw new Refusal(403, "Repository was archived so is read-only.");
        }
    }

    boolean sees(Caller caller, Repository repository) {
        if (repository.open) {
            return true;
        }
        return switch (caller) {
            case Caller.Nobody nobody -> false;
            case Caller.AppItself app -> false;
            case Caller.Installed installed -> reaches(installed, repository);
            case Caller.Signed signed -> given(repository) && knows(signed.person(), repository);
        };
    }

    boolean may(Caller caller, Repository repository, String permission, String access) {
        if (repository.open && access.equals("read")) {
            return !(caller instanceof Caller.Installed installed && reaches(installed, repository))
                    || granted(caller, repository, permission, access);
        }
        return granted(caller, repository, permission, access);
    }

    /** What is not open to everybody. */
    private boolean granted(Caller caller, Repository repository, String permission, String access) {
        return switch (caller) {
            case Caller.Nobody nobody -> false;
            case Caller.AppItself app -> false;
            case Caller.Installed installed ->
                reaches(installed, repository) && covers(installed.permissions(), permission, access);
            case Caller.Signed signed ->
                given(repository)
                        && covers(world.app.permissions, permission, access)
                        && (access.equals("read")
                                ? knows(signed.person(), repository)
                                : asks(signed, repository, permission));
        };
    }

    private static boolean covers(Map<String, String> permissions, String permission, String access) {
        String granted = permissions.getOrDefault(permission, "");
        return granted.equals("write") || granted.equals(access);
    }

    private boolean reaches(Caller.Installed installed, Repository repository) {
        return installed.installation().gives(repository)
                && installed.repositories().contains(repository.id);
    }

    private boolean given(Repository repository) {
        return world.installationOf(repository)
                .filter(installation -> installation.suspended == null)
                .isPresent();
    }

    /** Whoever may read may ask for a pull request; code is for those who may write. */
    private boolean asks(Caller.Signed signed, Repository repository, String permission) {
        return permission.equals("pull_requests")
                ? knows(signed.person(), repository)
                : repository.writers.contains(signed.person().login());
    }

    private boolean knows(Account person, Repository repository) {
        return repository.open
                || repository.owner.equalsIgnoreCase(person.login())
                || repository.writers.contains(person.login())
                || world.account(repository.owner)
                        .filter(owner -> owner.isMember(person.login()))
                        .isPresent();
    }
}
