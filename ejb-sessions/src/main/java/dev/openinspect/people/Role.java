package dev.openinspect.people;

/** What a person is in this installation. */
public enum Role {
    ADMIN,
    MEMBER,
    VIEWER
}
