package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.openinspect.host.sandbox.Refusal;
import dev.openinspect.host.sandbox.SnapshotDocument;
import dev.openinspect.host.sandbox.SnapshotState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenLayersTest {
    private static final UUID SESSION = new UUID(1, 1);

    @TempDir
    Path state;

    private final ObjectMapper json =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private FrozenLayers frozen;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(state.resolve("layers"));
        Files.createDirectory(state.resolve("aside"));
        var blocks = new IdBlocks(new SubordinateIds(100_000, 100_000, 2048, 10), 0);
        frozen = new FrozenLayers(state, new Trash(state, state.resolve("no-script"), blocks), blocks, json);
    }

    @Test
    void a_whole_one_can_be_used() throws Exception {
        var snapshot = add(1, 4, List.of());

        assertThat(frozen.objection(snapshot)).isEmpty();
        assertThat(frozen.list()).extracting(SnapshotDocument::snapshot).containsExactly(snapshot);
    }

    @Test
    void one_of_another_format_is_told_as_failed_and_can_not_be_used() throws Exception {
        var snapshot = add(1, 4, List.of());
        var facts = frozen.path(snapshot).resolve("snapshot.json");
        Files.writeString(facts, Files.readString(facts).replace("\"format\":1", "\"format\":2"));

        assertThat(frozen.objection(snapshot).orElseThrow()).contains("format");
        assertThat(frozen.list()).extracting(SnapshotDocument::state).containsExactly(SnapshotState.FAILED);
    }

    @Test
    void one_whose_files_or_whose_ground_is_gone_can_not_be_used() throws Exception {
        var ground = add(1, 4, List.of());
        var above = add(2, 4, List.of(ground));
        assertThat(frozen.objection(above)).isEmpty();

        Files.delete(frozen.path(ground).resolve("usr"));

        assertThat(frozen.objection(ground).orElseThrow()).contains("damaged");
        assertThat(frozen.objection(above).orElseThrow()).contains("damaged");
        assertThatThrownBy(() -> frozen.hold(above)).isInstanceOf(Refusal.class);
    }

    @Test
    void a_deleted_one_is_in_no_list_and_still_carries_what_lies_on_it() throws Exception {
        var ground = add(1, 4, List.of());
        var above = add(2, 4, List.of(ground));

        frozen.markDeleted(ground);
        frozen.collect();

        assertThat(frozen.list()).extracting(SnapshotDocument::snapshot).containsExactly(above);
        assertThat(frozen.objection(ground)).isPresent();
        assertThat(frozen.objection(above)).isEmpty();
        assertThat(frozen.path(ground)).exists();
    }

    @Test
    void a_backup_that_is_being_made_keeps_all() throws Exception {
        var snapshot = add(1, 4, List.of());
        Files.createFile(state.resolve("keep-snapshots"));

        frozen.markDeleted(snapshot);
        frozen.collect();

        assertThat(frozen.path(snapshot)).exists();
    }

    @Test
    void files_are_shared_with_the_newest_of_the_session_on_the_same_ground() throws Exception {
        var ground = add(9, 4, List.of());
        add(1, 4, List.of());
        var wanted = add(2, 4, List.of());
        add(3, 4, List.of(ground));
        add(4, 5, List.of());

        try (var held = frozen.holdNewest(SESSION, 4, List.of())) {
            assertThat(held.snapshot()).isEqualTo(ground);
        }
        frozen.markDeleted(ground);
        try (var held = frozen.holdNewest(SESSION, 4, List.of())) {
            assertThat(held.snapshot()).isEqualTo(wanted);
        }
        assertThat(frozen.holdNewest(new UUID(2, 2), 4, List.of())).isNull();
    }

    private UUID add(int minute, int block, List<UUID> lowers) throws IOException {
        var snapshot = UUID.randomUUID();
        var draft = Files.createDirectory(state.resolve("draft-" + minute));
        for (var part : LayerFolders.PARTS) {
            Files.createDirectory(draft.resolve(part));
        }
        Files.writeString(draft.resolve("block"), block + "\n");
        LayerFolders.writeLowers(draft, lowers);
        var moment = Instant.parse("2026-11-01T00:00:00Z").plusSeconds(60L * minute);
        frozen.add(draft, new SnapshotDocument(snapshot, SESSION, SnapshotState.READY, 1, 1, null, moment, null));
        return snapshot;
    }
}
