package dev.openinspect.web.security;

import dev.openinspect.people.Role;

/** The container's words for who came in; doors name them in {@code @RolesAllowed}. What exactly a person may do, the application's rights say. */
public final class Groups {
    public static final String ADMIN = "admin";
    public static final String MEMBER = "member";
    public static final String VIEWER = "viewer";
    public static final String SANDBOX = "sandbox";
    public static final String OPERATOR = "operator";

    private Groups() {}

    static String of(Role role) {
        return switch (role) {
            case ADMIN -> ADMIN;
            case MEMBER -> MEMBER;
            case VIEWER -> VIEWER;
        };
    }
}
