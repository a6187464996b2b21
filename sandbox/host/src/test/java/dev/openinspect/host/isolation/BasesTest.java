package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs with the real script a root file system that is small enough to look through. */
class BasesTest {
    private static final String NAME = "0123456789abcdef";

    private static final int WHOLE = 65_536;
    private static final String BROWSER = "root/.cache/browsers/there";

    @TempDir
    Path scratch;

    private Path folder;
    private Path script;
    private Path layer;
    private Path image;

    @BeforeEach
    void anImage() throws IOException {
        folder = Files.createDirectory(scratch.resolve("bases"));
        layer = Files.createDirectory(scratch.resolve("layer"));
        script = scratch.resolve("base.sh");
        try (var in = Bases.class.getResourceAsStream("base.sh")) {
            Files.copy(in, script);
        }
        image = scratch.resolve("images").resolve(NAME);
        write("usr/bin/tool", "");
        write("usr/local/lib/deep/file", "");
        write(
                "etc/passwd",
                "root:x:0:0:someone:/elsewhere:/bin/sh\nperson:x:1000:1000::/elsewhere:/bin/sh\nwww:x:33:33::/:/bin/false\n");
        write("etc/group", "root:x:0:\nwww:x:33:\n");
        write("etc/dpkg/dpkg.cfg", "from the image\n");
        write(BROWSER, "");
        write("var/lib/dpkg/status", "Package: tool\n");
        write("var/lib/dpkg/info/tool.list", "");
        write("var/lib/apt/extended_states", "");
        write("var/lib/apt/lists/large", "");
    }

    private void write(String name, String content) throws IOException {
        var file = image.resolve("root").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void without_an_image_new_layers_are_made_on_the_hosts_own_system() throws Exception {
        var bases = new Bases(folder, script, WHOLE, null);

        assertThat(bases.current()).isEqualTo(Bases.HOST);
        assertThat(bases.find(Bases.HOST).system()).isEmpty();
        assertThat(names(folder.resolve("host/folders.tar"))).contains("usr/bin/");
    }

    @Test
    void images_switched_off_for_new_layers_are_there_for_kept_ones() throws Exception {
        var bases = new Bases(folder, script, WHOLE, image.resolveSibling("host"));

        assertThat(bases.current()).isEqualTo(Bases.HOST);
        assertThat(bases.find(NAME).system()).isEqualTo(image.resolve("root").toString());
    }

    @Test
    void an_image_is_packed_without_what_is_large_or_is_read_where_it_lies() throws Exception {
        var base = new Bases(folder, script, WHOLE, image).find(NAME);

        assertThat(base.system()).isEqualTo(image.resolve("root").toString());
        assertThat(names(base.parts().resolve("base.tar")))
                .contains("./etc/dpkg/dpkg.cfg", "./" + BROWSER, "./var/lib/apt/extended_states")
                .contains("./var/lib/dpkg/", "./opt/openinspect/runtime/", "./tmp/", "./bin")
                .noneMatch(name -> name.startsWith("./usr/") && name.length() > 6)
                .noneMatch(name -> name.contains("tool.list") || name.contains("lists/large"));
        assertThat(names(base.parts().resolve("folders.tar")))
                .contains("usr/bin/", "usr/local/lib/deep/", "dpkg/status")
                .doesNotContain("usr/bin/tool", "dpkg/info/tool.list");
    }

    @Test
    void accounts_of_people_are_not_in_it() throws Exception {
        var base = new Bases(folder, script, WHOLE, image).find(NAME);

        var accounts = Command.output(
                List.of("tar", "-xOf", base.parts().resolve("base.tar").toString(), "./etc/passwd"),
                Duration.ofSeconds(10));
        assertThat(accounts).isEqualTo("root:x:0:0:root:/root:/bin/bash\nwww:x:33:33::/:/bin/false");
    }

    @ParameterizedTest
    @CsvSource({"2048, true", "65536, false"})
    void apt_fetches_as_root_where_its_own_account_has_no_id(int ids, boolean asRoot) throws Exception {
        var base = new Bases(folder, script, ids, image).find(NAME);

        assertThat(names(base.parts().resolve("base.tar")).contains("./etc/apt/apt.conf.d/90openinspect"))
                .isEqualTo(asRoot);
    }

    @Test
    void a_layer_stays_on_the_base_it_was_made_on() throws Exception {
        LayerFolders.writeBase(layer, new Bases(folder, script, WHOLE, image).current());

        assertThat(LayerFolders.base(layer)).isEqualTo(NAME);
        assertThat(new Bases(folder, script, WHOLE, null).has(LayerFolders.base(layer)))
                .isFalse();
    }

    @Test
    void a_layer_that_does_not_say_was_made_on_the_hosts_own_system() throws Exception {
        assertThat(LayerFolders.base(layer)).isEqualTo(Bases.HOST);
        assertThat(new Bases(folder, script, WHOLE, image).has(Bases.HOST)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fedcba9876543210", "../../etc", "", "0123456789ABCDEF", "hosts"})
    void a_base_that_is_not_there_is_named(String name) throws Exception {
        var bases = new Bases(folder, script, WHOLE, image);

        assertThat(bases.has(name)).isFalse();
        assertThatThrownBy(() -> bases.find(name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining('"' + name + '"');
    }

    @Test
    void the_folder_tells_which_bases_this_program_uses() throws Exception {
        var earlier = new Bases(folder, script, WHOLE, image);

        new Bases(folder, script, WHOLE, null);

        assertThat(earlier.current()).isEqualTo(NAME);
        assertThat(folder.resolve("host")).isDirectory();
        assertThat(folder.resolve(NAME)).doesNotExist();
    }

    private static List<String> names(Path archive) throws Exception {
        var file = archive.resolveSibling("names");
        Command.run(List.of("sh", "-c", "tar -tf '" + archive + "' > '" + file + "'"), Duration.ofSeconds(10));
        return Files.readAllLines(file);
    }
}
