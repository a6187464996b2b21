package dev.openinspect.repositories;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place that holds repositories. Calls go over the network: never inside a transaction. */
public interface CodeHost {
    /** A look names no more branches than these. */
    int MOST_BRANCHES = 1_000;

    /**
     * Looks at a repository.
     *
     * @throws CodeHostFailure if it cannot be reached, is no repository, or refuses the credential
     */
    RemoteRepository look(Address address);

    /**
     * Where a repository is and how to be let in.
     *
     * @param credential {@code user:password} for https, or null
     */
    record Address(
            RepositoryKind kind, String url, @Nullable String credential) {
        /** Everything but the credential. */
        @Override
        public String toString() {
            return "Address[" + kind + " " + url + "]";
        }
    }

    /** What a look found. {@code branches} holds at most 1,000 names; an empty repository has none and no default branch. */
    record RemoteRepository(@Nullable String defaultBranch, List<Branch> branches) {
        public RemoteRepository {
            branches = List.copyOf(branches);
        }
    }

    record Branch(String name, String commit) {}

    /** Why a call to a code host failed, in a sentence for people. */
    @ApplicationException
    class CodeHostFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final boolean retryable;
        private final Kind kind;
        private final @Nullable Duration retryAfter;

        public CodeHostFailure(String sentence, boolean retryable, @Nullable Throwable cause) {
            this(sentence, Kind.OTHER, retryable, null, cause);
        }

        /** @param retryAfter how long the host wants to be left alone, or null if it did not say */
        public CodeHostFailure(
                String sentence,
                Kind kind,
                boolean retryable,
                @Nullable Duration retryAfter,
                @Nullable Throwable cause) {
            super(sentence, cause);
            this.kind = kind;
            this.retryable = retryable;
            this.retryAfter = retryAfter;
        }

        public boolean retryable() {
            return retryable;
        }

        public Kind kind() {
            return kind;
        }

        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        public String sentence() {
            return String.valueOf(getMessage());
        }

        /** What a caller may have an answer to. */
        public enum Kind {
            UNREACHABLE,
            CREDENTIAL_REFUSED,
            FORBIDDEN,
            NOT_FOUND,
            ALREADY_THERE,
            INVALID,
            RATE_LIMITED,
            OTHER
        }
    }
}
