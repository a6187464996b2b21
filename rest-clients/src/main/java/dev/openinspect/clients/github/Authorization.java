package dev.openinspect.clients.github;

import dev.openinspect.ids.Fingerprint;

/** In whose name a call goes out. None of them prints what it holds. */
sealed interface Authorization {
    /** Whose quota the call takes from. */
    String quota();

    /** The App itself, by its signed proof, which is made for the call. */
    record App() implements Authorization {
        @Override
        public String quota() {
            return "app";
        }
    }

    /** The App where it is installed. */
    record Installation(long installation, String token) implements Authorization {
        @Override
        public String quota() {
            return "installation:" + installation;
        }

        @Override
        public String toString() {
            return "Installation[" + installation + "]";
        }
    }

    /** A person, by the token that they gave us. */
    record Person(String token) implements Authorization {
        @Override
        public String quota() {
            return "person:" + Fingerprint.of(token);
        }

        @Override
        public String toString() {
            return "Person";
        }
    }

    /** The App as an OAuth client, by id and secret as HTTP Basic. */
    record Client(GitHubSettings.Client client) implements Authorization {
        @Override
        public String quota() {
            return "client";
        }
    }

    /** Nobody: what is needed stands in the body. */
    record Nobody() implements Authorization {
        @Override
        public String quota() {
            return "nobody";
        }
    }
}
