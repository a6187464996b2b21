package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files that an agent shows, from its sandbox to whoever may look. One session for all tests; each shows files of its own. */
@ExtendWith(LogsOnFailure.class)
class ArtifactsIT {
    /** The smallest PNG there is: one black pixel. */
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

    private static ApiClient author;
    private static String session;

    @BeforeAll
    static void begin() {
        author = Team.administrator().addPerson("Paula Painter", "member").client("write");
        session = author.createSession("Shows files").path("id").asText();
    }

    /** Makes a file in the sandbox and shows it; what the tool said. */
    private static String show(String name, String making) {
        completed("demo: bash " + making + " > /tmp/" + name);
        return completed("demo: show /tmp/" + name);
    }

    private static String completed(String text) {
        String prompt = author.prompt(session, text);
        JsonNode row = author.ended(session, prompt);
        assertThat(row.path("status").asText()).as("%s", row).isEqualTo("completed");
        return Log.answer(author.events(session), prompt);
    }

    private static List<JsonNode> artifacts(String name) {
        return StreamSupport.stream(author.session(session).path("artifacts").spliterator(), false)
                .filter(artifact -> artifact.path("name").asText().equals(name))
                .toList();
    }

    private static String content(JsonNode artifact) {
        return "/sessions/" + session + "/artifacts/" + artifact.path("id").asText() + "/content";
    }

    private static Answer get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(author.address() + "/api/v1" + path))
                .header("Authorization", "Bearer " + author.token());
        return ApiClient.send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    @Test
    void a_picture_is_known_by_its_content_and_shown_in_its_place() {
        assertThat(show("report.txt.bin", "echo " + PIXEL + " | base64 -d")).contains("image/png, 67 bytes");

        JsonNode picture = artifacts("report.txt.bin").getFirst();
        assertThat(picture.path("kind").asText()).isEqualTo("image");
        assertThat(picture.path("detail").asText()).isEqualTo("Shown by the demo model");
        Answer answer = get(content(picture)).expect(200);
        assertThat(answer.header("Content-Type")).contains("image/png");
        assertThat(answer.header("Content-Disposition").orElse("")).startsWith("inline;");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.response().headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "sandbox");
        assertThat(answer.response().headers().allValues("Cache-Control"))
                .singleElement()
                .asString()
                .startsWith("private, max-age=");
        assertThat(get(content(picture), "If-None-Match", answer.header("ETag").orElseThrow())
                        .status())
                .isEqualTo(304);
        assertThat(author.events(session).stream()
                        .filter(event -> event.is("artifact_created")
                                && event.data().path("name").asText().equals("report.txt.bin")))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.data().path("url").asText()).isEqualTo("/api/v1" + content(picture)));
    }

    @Test
    void a_page_is_never_a_page() {
        show("evil.html", "echo '<script>alert(1)</script>'");

        Answer answer = get(content(artifacts("evil.html").getFirst())).expect(200);

        assertThat(answer.header("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(answer.header("Content-Disposition").orElse("")).startsWith("attachment;");
        assertThat(answer.text()).isEqualTo("<script>alert(1)</script>\n");
    }

    @Test
    void the_same_file_twice_is_one_and_another_content_by_its_name_is_another() {
        show("twice.txt", "echo one");
        completed("demo: show /tmp/twice.txt");
        assertThat(artifacts("twice.txt")).hasSize(1);

        show("twice.txt", "echo two");

        assertThat(artifacts("twice.txt")).hasSize(2);
    }

    @Test
    void parts_are_served_as_they_are_asked_for() {
        show("parts.txt", "printf 0123456789");
        String path = content(artifacts("parts.txt").getFirst());

        Answer middle = get(path, "Range", "bytes=3-5").expect(206);
        Answer end = get(path, "Range", "bytes=-2").expect(206);
        Answer none = get(path, "Range", "bytes=10-").expect(416);
        Answer stale = get(path, "Range", "bytes=3-5", "If-Range", "\"other\"").expect(200);

        assertThat(middle.text()).isEqualTo("345");
        assertThat(middle.header("Content-Range")).contains("bytes 3-5/10");
        assertThat(end.text()).isEqualTo("89");
        assertThat(none.header("Content-Range")).contains("bytes */10");
        assertThat(stale.text()).isEqualTo("0123456789");
    }

    @Test
    void a_picture_larger_than_it_may_be_is_refused_and_nothing_stays() {
        String said = show("large.png", "(echo " + PIXEL + " | base64 -d; head -c 11000000 /dev/zero)");

        assertThat(said).contains("has at most 10 MiB");
        assertThat(artifacts("large.png")).isEmpty();
    }

    @Test
    void a_large_report_arrives_whole() {
        show("large.bin", "(printf 'x\\0'; head -c 20000000 /dev/zero)");

        assertThat(artifacts("large.bin").getFirst().path("bytes").asLong()).isEqualTo(20_000_002);
        assertThat(get(content(artifacts("large.bin").getFirst()), "Range", "bytes=20000000-")
                        .expect(206)
                        .text())
                .isEqualTo("\0\0");
    }

    @Test
    void a_viewer_may_look_and_nobody_else() {
        show("größe.txt", "echo seen");
        String path = content(artifacts("größe.txt").getFirst());

        assertThat(Team.viewer().client("read").get(path).expect(200).text()).isEqualTo("seen\n");
        ApiClient.send(HttpRequest.newBuilder(URI.create(author.address() + "/api/v1" + path))
                        .build())
                .expectProblem(401, "not_signed_in");
        String elsewhere = author.createSession("Another").path("id").asText();
        author.get(path.replace(session, elsewhere)).expectProblem(404, "not_found");
        author.get(path.replace(
                        artifacts("größe.txt").getFirst().path("id").asText(), "00000000-0000-0000-0000-000000000007"))
                .expectProblem(404, "not_found");
    }

    @Test
    void the_files_of_a_session_go_with_it() {
        ApiClient owner = Team.administrator();
        String own = owner.createSession("Goes away").path("id").asText();
        owner.ended(own, owner.prompt(own, "demo: show README.md"));
        JsonNode file = StreamSupport.stream(
                        owner.session(own).path("artifacts").spliterator(), false)
                .filter(artifact -> artifact.path("kind").asText().equals("report"))
                .findFirst()
                .orElseThrow();
        String path = "/sessions/" + own + "/artifacts/" + file.path("id").asText() + "/content";
        assertThat(owner.get(path).expect(200).text().getBytes(StandardCharsets.UTF_8))
                .hasSize(file.path("bytes").asInt());

        owner.delete("/sessions/" + own).expect(204);

        owner.get(path).expectProblem(404, "not_found");
        Await.that(
                Duration.ofSeconds(90),
                "its folder is gone",
                () -> Files.notExists(Installation.running().blobs().resolve(own)));
    }
}
