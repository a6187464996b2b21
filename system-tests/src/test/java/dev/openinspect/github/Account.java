package dev.openinspect.github;

import java.util.List;

/**
 * Somebody with a login.
 *
 * @param emails of a person, the primary one first
 * @param members logins of an organisation's members
 */
public record Account(long id, String login, Kind kind, String name, List<Email> emails, List<String> members) {
    public Account {
        emails = List.copyOf(emails);
        members = List.copyOf(members);
    }

    /** As GitHub writes the kinds of accounts. */
    public enum Kind {
        PERSON("User"),
        ORGANISATION("Organization"),
        APP("Bot");

        final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** An address of a person. */
    public record Email(String address, boolean verified) {}

    boolean isMember(String person) {
        return members.stream().anyMatch(member -> member.equalsIgnoreCase(person));
    }
}
