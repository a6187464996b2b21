package dev.openinspect.clients.configuration;

import java.util.Locale;

/** Every key an operator can set, with its default, what it may hold and what it means. docs/configuration.md is this table; a test compares them. */
public enum Key {
    HTTP_PORT("openinspect.http.port", "8080", "1 to 65535", "Port of the console, the REST API and the live stream."),
    SANDBOX_PORT(
            "openinspect.sandbox.port",
            "HTTP port + 1",
            "1 to 65535",
            "Port of the sandbox door, the only one that sandboxes reach."),
    PUBLIC_URL(
            "openinspect.public.url",
            "http://127.0.0.1:{HTTP port}",
            "http or https, no path",
            "Address that people type; stands in links."),
    KEYS(
            "openinspect.keys",
            "~/.openinspect/keys",
            "folder",
            "Holds master.key (32 bytes in hex; older keys may follow in further lines) and first-password."),
    HOST_URL(
            "openinspect.host.url",
            "http://127.0.0.1:{HTTP port + 5}",
            "http or https",
            "Address of the sandbox host."),
    HOST_KEY_FILE(
            "openinspect.host.key.file",
            "{keys}/host.key",
            "file",
            "Holds the key that signs calls to the sandbox host (32 bytes in hex)."),
    HOST_KEY_ID(
            "openinspect.host.key.id", "control", "1 to 64 of A-Z a-z 0-9 . _ -", "Name of that key in signed calls."),
    SANDBOX(
            "openinspect.sandbox",
            "isolated",
            "isolated or unsafe",
            "unsafe: sandboxes run without isolation and the console says so."),
    ADMIN_NAME("openinspect.admin.name", "Administrator", "1 to 100 characters", "Name of the first administrator."),
    ADMIN_EMAIL(
            "openinspect.admin.email",
            "admin@localhost",
            "3 to 254 characters with an @",
            "E-mail address of the first administrator, who signs in with it."),
    FIRST_PASSWORD_FILE(
            "openinspect.first.password.file",
            "{keys}/first-password",
            "file",
            "Password of the first administrator, read once at the first start."),
    SIGN_IN_LOGINS(
            "openinspect.sign.in.logins",
            "none",
            "names separated by commas, at most 200",
            "Accounts at the code host whose owners become people here when they sign in. All three lists empty: nobody new."),
    SIGN_IN_ORGANISATIONS(
            "openinspect.sign.in.organisations",
            "none",
            "names separated by commas, at most 200",
            "Organisations at the code host whose members do."),
    SIGN_IN_EMAIL_DOMAINS(
            "openinspect.sign.in.email.domains",
            "none",
            "domains separated by commas, at most 200",
            "Domains; whoever has an address there that the code host has verified does."),
    SIGN_IN_ROLE("openinspect.sign.in.role", "member", "member or viewer", "Role of people who come in like this."),
    LOCAL_REPOSITORY_ROOTS(
            "openinspect.local.repository.roots",
            "none",
            "absolute folders, separated by colons, at most 50",
            "Below these an administrator may register local repositories."),
    DEMO_REPOSITORY("openinspect.demo.repository", "none", "absolute folder", "The bare demo repository."),
    TURN_LIMIT("openinspect.turn.limit.seconds", "3600", "60 to 86400", "Longest turn."),
    PROGRESS_LIMIT(
            "openinspect.progress.limit.seconds", "600", "30 to 86400", "Longest time a turn may show no progress."),
    BOOT_PROGRESS_LIMIT(
            "openinspect.boot.progress.limit.seconds",
            "360",
            "30 to 7200",
            "Longest time a boot may show no progress; the setup hook alone may take 300 s."),
    STOP_LIMIT(
            "openinspect.stop.limit.seconds",
            "15",
            "1 to 600",
            "How long a stopped prompt may take to end before its sandbox is replaced."),
    HEARTBEAT_LIMIT(
            "openinspect.heartbeat.limit.seconds",
            "90",
            "35 to 3600",
            "Silence after which a sandbox counts as dead; it speaks every 30 s."),
    IDLE_LIMIT("openinspect.idle.limit.seconds", "600", "10 to 604800", "How long an idle sandbox is kept."),
    LIFETIME_EXTENSION(
            "openinspect.lifetime.extension.minutes",
            "60",
            "0 to 1440",
            "How much longer than its lifetime a sandbox may live for a running turn. The lifetime itself belongs to the repository: 120 minutes, 15 to 1440."),
    SNAPSHOTS_NEWEST("openinspect.snapshots.newest", "5", "1 to 100", "Newest snapshots that are kept of a session."),
    SNAPSHOTS_ASKED_FOR(
            "openinspect.snapshots.asked.for",
            "10",
            "0 to 100",
            "Snapshots that are kept of a session because somebody asked for them, whether they are among the newest or not."),
    SNAPSHOTS_LIMIT(
            "openinspect.snapshots.limit.mib",
            "51200",
            "64 to 16777216",
            "Disk for the snapshots of all sessions; beyond it the oldest go, but never the newest of a session that can still be worked on."),
    SNAPSHOT_STOP_WAIT(
            "openinspect.snapshot.stop.wait.seconds",
            "30",
            "1 to 600",
            "How long the stop of a sandbox waits for the snapshot before it."),
    WARM_PLACES_FOR_PEOPLE(
            "openinspect.warm.places.for.people",
            "1",
            "0 to 1000",
            "Places for sandboxes that the warm pool leaves free; when people take them, it gives its own up."),
    WARM_AGE_LIMIT(
            "openinspect.warm.age.limit.seconds",
            "3600",
            "60 to 86400",
            "Age at which a warm sandbox is replaced by a fresh one."),
    DRAFT_LIMIT(
            "openinspect.draft.limit.seconds",
            "600",
            "10 to 86400",
            "How long a sandbox that typing has started waits for the prompt, after the last key."),
    MAX_SANDBOXES(
            "openinspect.max.sandboxes",
            "0",
            "0 to 1000",
            "Sandboxes at once, at most what the host allows; 0 asks the host alone, which counts by memory."),
    SESSION_LOG_LIMIT(
            "openinspect.session.log.limit.mib",
            "1024",
            "1 to 1048576",
            "Stored events of a session; a warning comes at 80 %, and a full log takes no more prompts."),
    HOOK_INBOX_LIMIT(
            "openinspect.hook.inbox.limit.mib",
            "1024",
            "1 to 1048576",
            "Stored deliveries of the code host; old ones go early at 80 %, and a full inbox takes no more."),
    BLOBS(
            "openinspect.blobs",
            "~/.openinspect/blobs",
            "absolute folder",
            "Holds the files that agents show; several nodes share it. `./openinspect` uses `blobs` in its state folder."),
    ARTIFACTS_SESSION(
            "openinspect.artifacts.session.limit.mib",
            "1024",
            "1 to 1048576",
            "Files that the agent of one session shows, together."),
    ARTIFACTS_INSTALLATION(
            "openinspect.artifacts.limit.mib", "20480", "1 to 1048576", "The same of all sessions together."),
    DISK_FLOOR(
            "openinspect.disk.floor.mib",
            "1024",
            "0 to 1048576",
            "Free disk space below which nothing new is begun; below half of it running turns end. 0 watches nothing."),
    DISK_FOLDERS(
            "openinspect.disk.folders",
            "none",
            "absolute folders, separated by colons, at most 50",
            "Folders whose disks are watched; `./openinspect` adds its state folder, which holds the database."),
    REQUESTS_PER_MINUTE(
            "openinspect.requests.per.minute",
            "6000",
            "60 to 1000000",
            "Requests of one token or login; a sixth of it may come at once."),
    STREAMS_PER_PERSON(
            "openinspect.streams.per.person", "50", "1 to 10000", "Live streams of a person on one node at once."),
    SANDBOX_EVENTS(
            "openinspect.sandbox.events.per.second",
            "5000",
            "10 to 1000000",
            "Events of a sandbox, on average over 30 s; one that sends more is slowed down, after a minute of that its turn ends."),
    SANDBOX_EVENT_BYTES(
            "openinspect.sandbox.events.kib.per.second",
            "8192",
            "64 to 1048576",
            "The same for the size of the events."),
    SANDBOX_MEMORY("openinspect.sandbox.memory.mib", "2048", "512 to 262144", "Memory of a sandbox."),
    SANDBOX_CPUS("openinspect.sandbox.cpus", "2", "0.1 to 256", "Processors of a sandbox."),
    SANDBOX_PROCESSES("openinspect.sandbox.processes", "512", "64 to 32768", "Processes of a sandbox."),
    SANDBOX_DISK(
            "openinspect.sandbox.disk.mib",
            "10240",
            "64 to 16777216",
            "Disk that a session's files may take; a sandbox that passes it is ended with `disk_full`."),
    SANDBOX_FILES(
            "openinspect.sandbox.files",
            "1000000",
            "1000 to 100000000",
            "Files that a session may have, folders and hard links counted; ended likewise."),
    IMAGES(
            "openinspect.images",
            "true",
            "true or false",
            "Whether images of repositories are made and sessions begin with them; needs a sandbox host that takes snapshots."),
    IMAGE_BUILD_LIMIT(
            "openinspect.image.build.limit.seconds",
            "3600",
            "60 to 14400",
            "Longest build of an image, with the wait for its sandbox; the build's own command may take as long."),
    SANDBOX_NETWORKS(
            "openinspect.sandbox.networks",
            "none",
            "CIDR blocks, separated by commas, at most 50",
            "Private networks that sandboxes may reach nevertheless."),
    GIT_NETWORKS(
            "openinspect.git.networks",
            "none",
            "CIDR blocks, separated by commas, at most 50",
            "Private networks in which Git servers may stand; all others are refused."),
    GIT_PLAIN_LOOPBACK(
            "openinspect.git.plain.loopback",
            "false",
            "true or false",
            "Whether http:// is allowed for Git servers on 127.0.0.1; meant for tests."),
    GIT_BODY_LIMIT(
            "openinspect.git.body.limit.mib",
            "2048",
            "1 to 65536",
            "Largest request that a sandbox may send to the Git door."),
    GIT_TIME_LIMIT("openinspect.git.time.limit.seconds", "1800", "10 to 14400", "Longest fetch or push."),
    GIT_PARALLEL(
            "openinspect.git.parallel",
            "4",
            "2 to 64",
            "Requests of one sandbox at the Git door at once; one of them may be its host's, for the mirror."),
    GITHUB_URL(
            "openinspect.github.url",
            "https://github.com",
            "https",
            "Address of GitHub, or of a GitHub Enterprise Server. http:// is allowed on this machine together with OPENINSPECT_GIT_PLAIN_LOOPBACK."),
    GITHUB_API_URL(
            "openinspect.github.api.url",
            "https://api.github.com, or {GitHub URL}/api/v3",
            "https",
            "Address of its REST API."),
    GITHUB_APP_ID(
            "openinspect.github.app.id",
            "none",
            "1 to 20 digits",
            "Number of the GitHub App; without it there are no hosted repositories."),
    GITHUB_APP_SLUG(
            "openinspect.github.app.slug",
            "none",
            "1 to 100 of A-Z a-z 0-9 - _",
            "Name of the App in its address; needed with the number."),
    GITHUB_APP_KEY_FILE(
            "openinspect.github.app.key.file",
            "{keys}/github-app.pem",
            "file",
            "Private key of the App (PEM, PKCS#1 or PKCS#8). A changed file is taken without a restart."),
    GITHUB_CLIENT_ID(
            "openinspect.github.client.id",
            "none",
            "1 to 100 of A-Z a-z 0-9 . _ -",
            "Client id of the App, for signing in and for pull requests in a person's name."),
    GITHUB_CLIENT_SECRET(
            "openinspect.github.client.secret",
            "none",
            "1 to 200 printable ASCII",
            "Its client secret; this or the file is needed with the client id."),
    GITHUB_CLIENT_SECRET_FILE(
            "openinspect.github.client.secret.file", "none", "file", "Holds the client secret in its first line."),
    GITHUB_WEBHOOK_SECRET(
            "openinspect.github.webhook.secret",
            "none",
            "8 to 200 printable ASCII",
            "Secret of the App's webhook; without it and the file, deliveries are refused."),
    GITHUB_WEBHOOK_SECRET_FILE(
            "openinspect.github.webhook.secret.file",
            "none",
            "file",
            "Holds that secret, and in a second line the one before it. A changed file is taken without a restart."),
    DEMO_MODEL_URL("openinspect.demo.model.url", "none", "http or https", "Base address of the demo model."),
    MODEL_PROVIDERS(
            "openinspect.model.providers",
            "none",
            "ids of 1 to 32 of a-z 0-9 -, separated by commas, at most 20",
            "Several providers: each is set by OPENINSPECT_MODEL_<ID>_URL, _KEY, _KIND and _NAMES (- in the id becomes _)."),
    MODEL_URL(
            "openinspect.model.url",
            "none",
            "http or https",
            "Base address of the one provider `main`, up to and with the version, e.g. https://api.example.com/v1."),
    MODEL_KEY("openinspect.model.key", "none", "printable ASCII", "Its key. Never leaves the control plane."),
    MODEL_KIND("openinspect.model.kind", "openai", "openai or anthropic", "The protocol it speaks."),
    MODEL_NAMES(
            "openinspect.model.names",
            "none",
            "entries separated by commas, at most 100",
            "Its models: `name` or `name:context:output:inputCost:outputCost` (tokens; US dollars per million tokens)."),
    MODEL_PARALLEL(
            "openinspect.model.parallel", "8", "1 to 64", "Requests of one sandbox at the model gateway at once."),
    MODEL_IDLE_LIMIT(
            "openinspect.model.idle.limit.seconds",
            "600",
            "10 to 3600",
            "Longest silence of a model within one answer."),
    MODEL_TIME_LIMIT("openinspect.model.time.limit.seconds", "1800", "10 to 14400", "Longest answer of a model.");

    private final String property;
    private final String standard;
    private final String limits;
    private final String meaning;

    Key(String property, String standard, String limits, String meaning) {
        this.property = property;
        this.standard = standard;
        this.limits = limits;
        this.meaning = meaning;
    }

    public String property() {
        return property;
    }

    /** The variable that sets it, by the rule of MicroProfile Config. */
    public String variable() {
        return property.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The default in words; a plain value where it is one. */
    public String standard() {
        return standard;
    }

    public String limits() {
        return limits;
    }

    public String meaning() {
        return meaning;
    }
}
