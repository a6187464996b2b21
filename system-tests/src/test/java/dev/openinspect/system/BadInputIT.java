package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a client sends, it is told what is wrong with it; a 500 would mean that we did not think of it. */
@ExtendWith(LogsOnFailure.class)
class BadInputIT {
    private static final String SESSION =
            Team.member().createSession("Bad input").path("id").asText();
    private final ApiClient admin = Team.administrator();

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            POST   | /sessions            |                                          | 400 | invalid_json
            POST   | /sessions            | {                                        | 400 | invalid_json
            POST   | /sessions            | []                                       | 400 | invalid_json
            POST   | /sessions            | "demo"                                   | 400 | invalid_json
            POST   | /sessions            | null                                     | 400 | invalid_json
            POST   | /sessions            | {}                                       | 400 | invalid_field
            POST   | /sessions            | {"repository":"demo"} {}                 | 400 | invalid_json
            POST   | /sessions            | {"repository":"demo","repository":"a"}   | 400 | invalid_json
            POST   | /sessions            | {"repository":7}                         | 400 | invalid_field
            POST   | /sessions            | {"repository":["demo"]}                  | 400 | invalid_field
            POST   | /sessions            | {"repositories":[]}                      | 400 | invalid_field
            POST   | /sessions            | {"repositories":[1]}                     | 400 | invalid_field
            POST   | /sessions            | {"repository":"demo","colour":"red"}     | 400 | unknown_field
            POST   | /sessions            | {"repository":"demo","title":true}       | 400 | invalid_field
            POST   | /sessions            | {"repository":"demo","title":"\\u0000"}  | 400 | invalid_text
            POST   | /sessions            | {"repository":"demo","title":"\\ud800"}  | 400 | invalid_text
            POST   | /sessions            | {"repository":"demo","title":"\\udc00x"} | 400 | invalid_text
            POST   | /sessions            | {"repository":"demo","branch":"a..b"}    | 400 | invalid_input
            POST   | /sessions            | {"repository":"demo","branch":"--force"} | 400 | invalid_input
            POST   | /sessions            | {"repository":"demo","costLimit":-1}     | 400 | invalid_input
            POST   | /sessions            | {"repository":"demo","costLimit":"1"}    | 400 | invalid_field
            POST   | /sessions            | {"repository":"demo","costLimit":1e999999999} | 400 | *
            GET    | /sessions?limit=x    |                                          | 400 | invalid_parameter
            GET    | /sessions?limit=1.5  |                                          | 400 | invalid_parameter
            GET    | /sessions?status=new |                                          | 400 | invalid_field
            GET    | /sessions?mine=maybe |                                          | 400 | invalid_parameter
            GET    | /sessions?cursor=zzz |                                          | 400 | *
            GET    | /sessions?cursor=%00 |                                          | 400 | *
            GET    | /sessions?q=%00      |                                          | 400 | *
            GET    | /sessions/x          |                                          | 404 | not_found
            GET    | /sessions/$none      |                                          | 404 | not_found
            DELETE | /sessions/$none      |                                          | 404 | not_found
            POST   | /sessions/$none/stop |                                          | 404 | not_found
            POST   | /sessions/$none/prompts | {"text":"x"}                          | 404 | not_found
            POST   | /sessions/$session/prompts | {"text":""}                        | 400 | invalid_input
            POST   | /sessions/$session/prompts | {"text":" \\n"}                    | 400 | invalid_input
            POST   | /sessions/$session/prompts | {"text":null}                      | 400 | invalid_field
            POST   | /sessions/$session/prompts | {"text":5}                         | 400 | invalid_field
            POST   | /sessions/$session/prompts | {"text":"x\\u0000y"}               | 400 | invalid_text
            POST   | /sessions/$session/prompts | {"text":"\\udbff"}                 | 400 | invalid_text
            POST   | /sessions/$session/prompts | {"text":"x","author":"root"}       | 400 | unknown_field
            POST   | /sessions/$session/prompts | {"text":"x","model":"no/no"}       | 422 | unknown_model
            POST   | /sessions/$session/prompts | {"text":"x","clientRequestId":""}  | 400 | invalid_input
            POST   | /sessions/$session/prompts | {"text":"x","clientRequestId":1}   | 400 | invalid_field
            POST   | /sessions/$session/prompts/$none/retry |                        | 404 | not_found
            DELETE | /sessions/$session/prompts/$none |                              | 404 | not_found
            DELETE | /sessions/$session/prompts/1     |                              | 404 | not_found
            GET    | /sessions/$session/events?after=x |                             | 400 | invalid_parameter
            GET    | /sessions/$session/events?after=1&before=2 |                    | 400 | invalid_parameter
            GET    | /sessions/$session/events?before=99999999999999999999 |         | 400 | invalid_parameter
            PATCH  | /sessions/$session   | {"title":""}                             | 400 | invalid_input
            PATCH  | /sessions/$session   | {"status":"completed"}                   | 400 | unknown_field
            PUT    | /sessions/$session   | {}                                       | 405 | method_not_allowed
            POST   | /sessions/$session/stream-token | {"scope":"admin"}             | 400 | invalid_input
            POST   | /sessions/$session/stream-token | {"scope":"all"}               | 400 | invalid_field
            POST   | /people              | {"email":"x","name":"y","role":"member"} | 400 | invalid_input
            POST   | /people              | {"email":"x@example.org","name":"y","role":"king"} | 400 | invalid_field
            PATCH  | /people/$none        | {"disabled":"yes"}                       | 400 | invalid_field
            PATCH  | /people/$none        | {"disabled":true}                        | 404 | not_found
            POST   | /tokens              | {"name":"","scope":"read"}               | 400 | invalid_input
            POST   | /tokens              | {"name":"x","scope":"read","days":1.5}   | 400 | invalid_field
            POST   | /tokens              | {"name":"x","scope":"read","days":0}     | 400 | invalid_input
            POST   | /repositories        | {"name":"x","url":"ext::sh -c id"}       | 400 | invalid_input
            POST   | /repositories        | {"name":"x","url":"--upload-pack=id"}    | 400 | invalid_input
            POST   | /repositories        | {"name":"../x","url":"https://example.org/x.git"} | 400 | invalid_input
            GET    | /nothing             |                                          | 404 | not_found
            """)
    void is_refused_with_a_problem_that_says_why(String method, String path, String body, int status, String code) {
        Answer answer = admin.send(method, filled(path), body == null ? null : body);

        if (code.equals("*")) {
            answer.expectProblem(status, answer.json().path("code").asText());
            assertThat(answer.json().path("code").asText()).isNotEmpty();
        } else {
            answer.expectProblem(status, code);
        }
    }

    @Test
    void a_body_beyond_half_a_mebibyte_is_too_large() {
        String body = "{\"text\":\"" + "x".repeat(600_000) + "\"}";

        admin.send("POST", "/sessions/" + SESSION + "/prompts", body).expectProblem(413, "body_too_large");
    }

    @Test
    void a_body_that_nests_without_end_is_refused() {
        admin.send("POST", "/sessions", "{\"a\":".repeat(20_000)).expectProblem(400, "invalid_json");
    }

    private static String filled(String path) {
        return path.replace("$session", SESSION).replace("$none", new UUID(0, 7).toString());
    }
}
