package dev.openinspect.repositories;

import dev.openinspect.codehosts.HostedPlace;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The name that a repository of the code host gets here: its own, or {@code owner-name} if that one is taken or cannot stand in an address. It is chosen once,
 * because sessions and clones know it; a rename at the host shows in the full name only.
 */
final class HostedNames {
    private static final int LONGEST = 100;

    private HostedNames() {}

    static String choose(HostedPlace place, Predicate<String> taken) {
        List<String> wishes = Stream.of(
                        place.name(), place.owner() + "-" + place.name(), place.owner() + "-" + place.repository())
                .map(HostedNames::fitting)
                .toList();
        return wishes.stream()
                .filter(name -> RepositoryRules.isName(name) && !taken.test(name))
                .findFirst()
                .orElseGet(() -> "hosted-" + place.repository());
    }

    private static String fitting(String wish) {
        String safe = wish.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("\\.{2,}", ".");
        String cut = safe.length() > LONGEST ? safe.substring(0, LONGEST) : safe;
        return cut.endsWith(".git") ? cut.substring(0, cut.length() - 4) + "-git" : cut;
    }
}
