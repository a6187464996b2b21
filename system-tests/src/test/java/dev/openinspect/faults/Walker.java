package dev.openinspect.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.faults.SessionModel.Kind;
import dev.openinspect.faults.SessionModel.Prompt;
import dev.openinspect.faults.SessionModel.Status;
import dev.openinspect.system.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Gives one session the commands that the dice say, predicts each answer, and compares what the product shows with the model. Which command
 * comes next depends on dice and model only, so a seed replays a walk. Belongs to one thread.
 */
final class Walker {
    /** Commands behind these throws end a sandbox, so that the next prompt boots another one. */
    private static final int ARCHIVED = 14;

    private static final int CANCELLED = 79;
    private static final int REMOVED = 85;

    private static final Duration REST_WITHIN = Duration.ofMinutes(3);

    private final Clients clients;
    private final Random dice;
    private final SessionModel model;
    /** Whether prompts may run, for which a sandbox is started. */
    private final boolean prompting;

    private final String path;
    private boolean rested = true;
    /** A prompt that the model has ended already may still be on its way out. */
    private boolean stopping;

    private int ids;
    /** The generation of the sandbox whose end was asked for last. */
    private int ending;

    Walker(Clients clients, Random dice, SessionModel model, boolean prompting) {
        this.clients = clients;
        this.dice = dice;
        this.model = model;
        this.prompting = prompting;
        this.path = "/sessions/" + model.id;
    }

    SessionModel model() {
        return model;
    }

    /** One command. Returns its name. */
    String step() {
        int throwOf = dice.nextInt(100);
        if (prompting && model.status.promptable() && throwOf < 62) {
            return promptingStep(throwOf);
        }
        int quiet = dice.nextInt(100);
        boolean costsABoot = quiet < ARCHIVED || (quiet >= CANCELLED && quiet < REMOVED);
        return prompting && costsABoot && dice.nextInt(4) > 0 ? look() : quietStep(quiet);
    }

    private String promptingStep(int throwOf) {
        if (throwOf < 22) {
            return prompt();
        }
        if (throwOf < 32) {
            return repeat();
        }
        if (throwOf < 44) {
            return withdraw();
        }
        if (throwOf < 51) {
            return stop();
        }
        return throwOf < 59 ? retry() : restartOrGoBack();
    }

    private String quietStep(int throwOf) {
        if (throwOf < ARCHIVED) {
            return archive();
        }
        if (throwOf < 30) {
            return restore();
        }
        if (throwOf < 42) {
            return rename();
        }
        if (throwOf < 56) {
            return badPrompt();
        }
        if (throwOf < 62) {
            return repeat();
        }
        if (throwOf < 68) {
            return retry();
        }
        if (throwOf < 74) {
            return withdraw();
        }
        if (throwOf < CANCELLED) {
            return stop();
        }
        if (throwOf < CANCELLED + 2) {
            return cancel();
        }
        return throwOf < REMOVED ? remove() : look();
    }

    private String prompt() {
        Kind kind = Kind.values()[Math.min(2, dice.nextInt(5))];
        String text =
                switch (kind) {
                    case ANSWERED -> "demo: say answer " + ids++;
                    case REFUSED -> "demo: fail 401\n\nnumber " + ids++;
                    case ENDLESS -> "demo: slow 3000\n\nnumber " + ids++;
                };
        String requestId = dice.nextInt(3) == 0 ? "" : "walk-" + ids++;
        // Behind a prompt that runs for ever nothing moves; otherwise the queue's length is known only at rest.
        awaitRestUnlessHeld();
        Answer answer = clients.someone(dice).post(path + "/prompts", body(text, requestId));
        List<Prompt> before = model.unfinished();
        if (!mayPrompt(answer)) {
            return "prompt (refused)";
        }
        Prompt queued = accepted(answer, text, kind, before.size());
        if (!requestId.isEmpty()) {
            model.requests.put(requestId, queued);
        }
        return "prompt";
    }

    private static Map<String, String> body(String text, String requestId) {
        return requestId.isEmpty() ? Map.of("text", text) : Map.of("text", text, "clientRequestId", requestId);
    }

    /** Whether a prompt is taken; a refusal is compared. */
    private boolean mayPrompt(Answer answer) {
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
            return false;
        }
        if (model.status.promptable() && model.unfinished().size() >= SessionModel.MOST_UNFINISHED) {
            answer.expectProblem(429, "queue_full");
            return false;
        }
        if (!model.status.promptable()) {
            answer.expectProblem(409, "not_promptable");
            return false;
        }
        return true;
    }

    private Prompt accepted(Answer answer, String text, Kind kind, int position) {
        JsonNode receipt = answer.expect(202).json();
        same(answer, receipt.path("status").asText(), "queued");
        same(answer, receipt.path("position").asInt(), position);
        Prompt queued = new Prompt(receipt.path("id").asText(), text, kind);
        model.queue(queued);
        rested = false;
        return queued;
    }

    /** The same request again, or another one under the same id. */
    private String repeat() {
        if (model.requests.isEmpty()) {
            return look();
        }
        List<String> known = model.requests.keySet().stream().sorted().toList();
        String requestId = known.get(dice.nextInt(known.size()));
        Prompt first = model.requests.get(requestId);
        boolean other = dice.nextInt(4) == 0;
        awaitRest();
        Answer answer = clients.someone(dice)
                .post(path + "/prompts", body(other ? first.text + " other" : first.text, requestId));
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
        } else if (other) {
            answer.expectProblem(409, "request_id_reused");
        } else {
            JsonNode receipt = answer.expect(202).json();
            same(answer, receipt.path("id").asText(), first.id);
            same(answer, receipt.path("status").asText(), first.status);
            same(answer, receipt.path("position").asInt(), place(first));
        }
        return other ? "prompt (id used before)" : "prompt (repeated)";
    }

    private int place(Prompt prompt) {
        return prompt.status.equals("queued") ? model.unfinished().indexOf(prompt) : 0;
    }

    private String badPrompt() {
        String text = dice.nextBoolean() ? "  " : "x".repeat(64_001);
        Answer answer = clients.someone(dice).post(path + "/prompts", Map.of("text", text));
        refusedTo(answer, 400, "invalid_input");
        return "prompt (bad)";
    }

    private String withdraw() {
        if (model.prompts.isEmpty() || dice.nextInt(8) == 0) {
            refusedTo(
                    clients.someone(dice).delete(path + "/prompts/" + new UUID(dice.nextLong(), dice.nextLong())),
                    404,
                    "not_found");
            return "withdraw (unknown)";
        }
        Prompt prompt = somePrompt();
        awaitRest();
        Answer answer = clients.someone(dice).delete(path + "/prompts/" + prompt.id);
        if (prompt.status.equals("queued") || prompt.status.equals("cancelled")) {
            if (done(answer) && prompt.status.equals("queued")) {
                model.end(prompt, "cancelled");
                rested = false;
            }
            return "withdraw";
        }
        refusedTo(answer, 409, "illegal_transition");
        return "withdraw (refused)";
    }

    /** One of the newest ones, of which most are unfinished. */
    private Prompt somePrompt() {
        int newest = Math.min(15, model.prompts.size());
        return model.prompts.get(model.prompts.size() - 1 - dice.nextInt(newest));
    }

    private String stop() {
        awaitRest();
        Answer answer = clients.someone(dice).post(path + "/stop", null);
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
            return "stop (refused)";
        }
        answer.expect(202);
        model.running().ifPresent(prompt -> {
            model.end(prompt, "cancelled");
            rested = false;
            stopping = true;
        });
        return "stop";
    }

    private String retry() {
        if (model.prompts.isEmpty()) {
            return look();
        }
        Prompt prompt = somePrompt();
        awaitRest();
        Answer answer = clients.someone(dice).post(path + "/prompts/" + prompt.id + "/retry", null);
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
            return "retry (refused)";
        }
        if (!prompt.status.equals("failed") && !prompt.status.equals("cancelled")) {
            answer.expectProblem(409, "not_retryable");
            return "retry (refused)";
        }
        if (mayPrompt(answer)) {
            accepted(answer, prompt.text, prompt.kind, model.unfinished().size());
            return "retry";
        }
        return "retry (refused)";
    }

    /** What costs a boot comes rarely. */
    private String restartOrGoBack() {
        return switch (dice.nextInt(3)) {
            case 0 -> snapshot();
            case 1 -> dice.nextInt(4) == 0 ? restoreTo() : snapshot();
            default -> restartOrPrompt();
        };
    }

    /** Taken also while a prompt runs; a session that never had a sandbox has nothing to take. */
    private String snapshot() {
        awaitRest();
        Answer answer = clients.someone(dice).post(path + "/snapshots", null);
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
            return "snapshot (refused)";
        }
        if (model.prompts.isEmpty() || answer.status() == 409) {
            answer.expectProblem(409, "no_files");
            return "snapshot (refused)";
        }
        same(answer, answer.expect(202).json().path("cause").asText(), "asked_for");
        return "snapshot";
    }

    /** Prompts keep how they ended; the next one runs after the way back. */
    private String restoreTo() {
        awaitRest();
        String ready = "";
        for (JsonNode snapshot : clients.administrator()
                .get(path + "/snapshots")
                .expect(200)
                .json()
                .path("snapshots")) {
            ready = snapshot.path("status").asText().equals("ready")
                    ? snapshot.path("id").asText()
                    : ready;
        }
        if (ready.isEmpty()) {
            refusedTo(
                    clients.someone(dice)
                            .post(
                                    path + "/restore-to",
                                    Map.of("snapshotId", new UUID(dice.nextLong(), dice.nextLong()).toString())),
                    404,
                    "not_found");
            return "restore-to (unknown)";
        }
        Answer answer = clients.someone(dice).post(path + "/restore-to", Map.of("snapshotId", ready));
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
            return "restore-to (refused)";
        }
        if (!model.unfinished().isEmpty()) {
            answer.expectProblem(409, "prompt_running");
            return "restore-to (refused)";
        }
        if (answer.status() == 409) {
            // Thinned out since it was listed.
            answer.expectProblem(409, "snapshot_not_ready");
            return "restore-to (refused)";
        }
        answer.expect(202);
        return "restore-to";
    }

    /** A running prompt runs again in the next sandbox, but not for ever. */
    private String restartOrPrompt() {
        awaitRest();
        if (dice.nextInt(6) > 0
                || model.running().filter(prompt -> prompt.attempts >= 2).isPresent()) {
            return prompt();
        }
        int before = generation(clients.administrator().get(path).expect(200).json());
        Answer answer = clients.someone(dice).post(path + "/sandbox/restart", null);
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
            return "restart (refused)";
        }
        answer.expect(202);
        model.running().ifPresent(prompt -> {
            prompt.status = "queued";
            rested = false;
            ending = before;
        });
        return "restart";
    }

    private String archive() {
        awaitRest();
        Answer answer = clients.someone(dice).post(path + "/archive", null);
        boolean may =
                model.status == Status.CREATED || model.status == Status.COMPLETED || model.status == Status.FAILED;
        if (!may) {
            refusedTo(answer, 409, "illegal_transition");
            return "archive (refused)";
        }
        if (done(answer)) {
            model.archive();
        }
        return "archive";
    }

    private String restore() {
        awaitRest();
        Answer answer = clients.someone(dice).post(path + "/restore", null);
        if (model.status != Status.ARCHIVED) {
            refusedTo(answer, 409, "illegal_transition");
            return "restore (refused)";
        }
        if (done(answer)) {
            model.restore();
        }
        return "restore";
    }

    private String rename() {
        boolean blank = dice.nextInt(4) == 0;
        String title = blank ? " " : clients.mark() + " renamed " + ids++;
        Answer answer = clients.someone(dice).patch(path, Map.of("title", title));
        if (blank) {
            refusedTo(answer, 400, "invalid_input");
            return "rename (bad)";
        }
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
            return "rename (refused)";
        }
        model.title = title;
        same(answer, answer.expect(200).json().path("title").asText(), title);
        return "rename";
    }

    private String cancel() {
        if (done(clients.someone(dice).post(path + "/cancel", null))) {
            model.cancel();
            rested = true;
        }
        return "cancel";
    }

    private String remove() {
        if (done(clients.someone(dice).delete(path))) {
            model.removed = true;
            for (String below : new String[] {"", "/prompts", "/events", "/artifacts"}) {
                clients.someone(dice).get(path + below).expectProblem(404, "not_found");
            }
            refusedTo(clients.someone(dice).post(path + "/prompts", Map.of("text", "demo: say no")), 404, "not_found");
            refusedTo(clients.someone(dice).delete(path), 404, "not_found");
        }
        return "remove";
    }

    private String look() {
        awaitRest();
        Answer answer = clients.someone(dice).get(path);
        List<String> differences = differences(answer.expect(200).json());
        if (!differences.isEmpty()) {
            throw new AssertionError(differences + " in " + answer);
        }
        return "look";
    }

    /** Takes a prompt out of its uncertain time: until the product shows the state in which the model rests. */
    void awaitRest() {
        if (rested || model.removed) {
            return;
        }
        model.rest();
        Instant deadline = Instant.now().plus(REST_WITHIN);
        while (true) {
            Answer answer = clients.administrator().get(path).expect(200);
            List<String> differences = differences(answer.json());
            // What is shown as running in a sandbox that is being ended comes back to the queue.
            if (model.running().isPresent() && generation(answer.json()) <= ending) {
                differences.add("its sandbox is of generation " + ending + " and is being ended");
            }
            if (differences.isEmpty()) {
                rested = true;
                stopping = false;
                return;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + REST_WITHIN + ": " + differences + " in session " + model.id);
            }
            Pause.of(Duration.ofMillis(40));
        }
    }

    private void awaitRestUnlessHeld() {
        boolean held =
                !stopping && !model.unfinished().isEmpty() && model.unfinished().getFirst().kind == Kind.ENDLESS;
        if (!held) {
            awaitRest();
        }
    }

    private List<String> differences(JsonNode shown) {
        List<String> found = new ArrayList<>();
        compare(
                found,
                "status",
                shown.path("status").asText(),
                model.status.name().toLowerCase(Locale.ROOT));
        compare(found, "title", shown.path("title").asText(), model.title);
        JsonNode rows = shown.path("prompts");
        compare(found, "number of prompts", rows.size(), model.prompts.size());
        for (int i = 0; i < Math.min(rows.size(), model.prompts.size()); i++) {
            Prompt wanted = model.prompts.get(i);
            compare(found, "id of prompt " + i, rows.get(i).path("id").asText(), wanted.id);
            String reason = rows.get(i).path("reason").asText("");
            compare(
                    found,
                    "status of prompt " + i + " (" + reason + ")",
                    rows.get(i).path("status").asText(),
                    wanted.status);
            compare(found, "text of prompt " + i, rows.get(i).path("text").asText(), wanted.text);
        }
        return found;
    }

    private static int generation(JsonNode shown) {
        return shown.path("sandbox").path("generation").asInt();
    }

    private static void compare(List<String> found, String what, Object shown, Object wanted) {
        if (!shown.equals(wanted)) {
            found.add(what + " is " + shown + " and should be " + wanted);
        }
    }

    private static void same(Answer answer, Object said, Object expected) {
        if (!said.equals(expected)) {
            throw new AssertionError("“" + said + "” instead of “" + expected + "” in " + answer);
        }
    }

    /** Whether a command was done; a viewer's is refused. */
    private boolean done(Answer answer) {
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
            return false;
        }
        answer.expect(204);
        return true;
    }

    private void refusedTo(Answer answer, int status, String code) {
        if (clients.isViewer(answer)) {
            answer.expectProblem(403, "forbidden");
        } else {
            answer.expectProblem(status, code);
        }
    }
}
