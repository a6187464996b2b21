package dev.openinspect.people;

/** A fresh token with its secret, which is shown once and kept nowhere. */
public record IssuedToken(ApiTokenView view, String token) {
    @Override
    public String toString() {
        return "IssuedToken[" + view.id() + "]";
    }
}
