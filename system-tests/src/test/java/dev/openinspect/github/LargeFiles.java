package dev.openinspect.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Git LFS: the batch call with the transfer {@code basic}, and a store at addresses that carry a permission of their own, as GitHub's do. */
final class LargeFiles {
    private static final String TYPE = "application/vnd.git-lfs+json";
    private static final Pattern STORE = Pattern.compile("/_store/([0-9]+)/([0-9a-f]{64})");
    private static final String SCHEME = "RemoteAuth";

    private final World world;
    private final Tokens tokens;
    private final Rights rights;
    private final Places places;
    private final Set<String> permits = new HashSet<>();

    LargeFiles(World world, Tokens tokens, Rights rights, Places places) {
        this.world = world;
        this.tokens = tokens;
        this.rights = rights;
        this.places = places;
    }

    /** A call below {@code info/lfs/}; whoever calls may read the repository. */
    Reply answer(Request request, Repository repository, String call) {
        return world.alone(() -> {
            if (request.method().equals("POST") && call.equals("objects/batch")) {
                return batch(request, repository);
            }
            if (request.method().equals("POST") && call.equals("verify")) {
                return repository.largeFiles.containsKey(
                                request.json().path("oid").asText())
                        ? Reply.empty(200)
                        : document(404, Json.object().put("message", "Object does not exist"));
            }
            return document(404, Json.object().put("message", "Not Found"));
        });
    }

    /** The store itself, which knows nothing of people. */
    Optional<Reply> store(Request request) {
        Matcher path = STORE.matcher(request.path());
        if (!path.matches()) {
            return Optional.empty();
        }
        return Optional.of(world.alone(() -> {
            String permit = request.method() + " " + request.path();
            boolean permitted = request.authorization(SCHEME)
                    .filter(secret -> permits.remove(permit + " " + secret))
                    .isPresent();
            Optional<Repository> repository = world.repository(Long.parseLong(path.group(1)));
            if (!permitted || repository.isEmpty()) {
                return Reply.empty(403);
            }
            return switch (request.method()) {
                case "GET" -> read(repository.get(), path.group(2));
                case "PUT" -> write(repository.get(), path.group(2), request.body());
                default -> Reply.empty(405);
            };
        }));
    }

    private Reply batch(Request request, Repository repository) {
        JsonNode wanted = request.json();
        boolean upload = wanted.path("operation").asText().equals("upload");
        if (upload) {
            Caller caller = tokens.callerOf(request.basic().orElseThrow().password());
            rights.require(caller, repository, "contents", "write");
        }
        ObjectNode answer = Json.object().put("transfer", "basic").put("hash_algo", "sha256");
        var objects = answer.putArray("objects");
        for (JsonNode object : wanted.path("objects")) {
            String oid = object.path("oid").asText();
            ObjectNode one = objects.addObject()
                    .put("oid", oid)
                    .put("size", object.path("size").asLong())
                    .put("authenticated", true);
            boolean there = repository.largeFiles.containsKey(oid);
            if (!upload && !there) {
                one.putObject("error").put("code", 404).put("message", "Object does not exist");
            } else if (!upload || !there) {
                actions(one.putObject("actions"), repository, oid, upload);
            }
        }
        return document(200, answer);
    }

    private void actions(ObjectNode actions, Repository repository, String oid, boolean upload) {
        String path = "/_store/" + repository.id + "/" + oid;
        String secret = App.random(16);
        permits.add((upload ? "PUT " : "GET ") + path + " " + secret);
        ObjectNode action = actions.putObject(upload ? "upload" : "download")
                .put("href", places.web() + path)
                .put("expires_in", 3_600);
        action.putObject("header").put("Authorization", SCHEME + " " + secret);
        if (upload) {
            actions.putObject("verify")
                    .put("href", places.web() + "/" + repository.fullName() + ".git/info/lfs/verify");
        }
    }

    private static Reply read(Repository repository, String oid) {
        byte[] content = repository.largeFiles.get(oid);
        return content == null
                ? Reply.empty(404)
                : new Reply(200, Map.of("Content-Type", "application/octet-stream"), content);
    }

    private static Reply write(Repository repository, String oid, byte[] content) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
            if (!HexFormat.of().formatHex(sum).equals(oid)) {
                return Reply.empty(422);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        repository.largeFiles.put(oid, content);
        return Reply.empty(200);
    }

    private static Reply document(int status, ObjectNode document) {
        return new Reply(status, Map.of("Content-Type", TYPE), Json.bytes(document));
    }
}
