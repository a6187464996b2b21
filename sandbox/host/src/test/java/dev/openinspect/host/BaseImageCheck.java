package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a sandbox on the base image finds and can do. Run by {@code ./openinspect image --check}, which names the image in
 * OPENINSPECT_HOST_BASE and the agent in OPENINSPECT_OPENCODE. Needs no network.
 */
class BaseImageCheck {
    private static final UUID ID = UUID.randomUUID();
    private static final String PAGE = """
            <html><meta charset="utf-8"><body style="margin:0;background:linear-gradient(#1d4ed8,#f59e0b);height:3000px;font:48px sans-serif">
            <h1>Seen from inside</h1><p>žluťoučký kůň 🐎</p></body></html>""";

    private static HostUnderTest host;
    private static Inside inside;

    @BeforeAll
    static void start() {
        host = new HostUnderTest(Map.of(
                "OPENINSPECT_HOST_BASE", System.getenv("OPENINSPECT_HOST_BASE"),
                "OPENINSPECT_HOST_OPENCODE", System.getenv("OPENINSPECT_OPENCODE")));
        inside = new Inside();
        host.create(ID, 1, inside.port(), 2048, 1024);
        inside.await();
        inside.run("mkdir -p /workspace/page && cat > /workspace/page/index.html <<'END'\n" + PAGE + "\nEND");
    }

    @AfterAll
    static void end() throws Exception {
        inside.close();
        assertThat(host.client.delete("/v1/sandboxes/" + ID).status()).isEqualTo(204);
        host.close();
    }

    @ParameterizedTest
    @CsvSource({
        "node --version, v22.",
        "npm --version, 10.",
        "npx --version, 10.",
        "pnpm --version, 10.",
        "python3.12 --version, Python 3.12.",
        "python3 --version, Python 3.12.",
        "python --version, Python 3.12.",
        "pip --version, pip 2",
        "pip3 --version, pip 2",
        "uv --version, uv 0.",
        "git --version, git version 2.",
        "curl --version, curl 8.",
        "rg --version, ripgrep 1",
        "jq --version, jq-1.",
        "sqlite3 --version, 3.",
        "gcc --version, gcc",
        "g++ --version, g++",
        "make --version, GNU Make 4.",
        "rsync --version, rsync",
        "ssh -V, OpenSSH_",
        "chromium --version, Chromium 1",
        "playwright --version, Version 1.",
        "agent-browser --version, agent-browser 0.",
        "opencode --version, 1.",
        "/opt/openinspect/jdk/bin/java --version, openjdk 2"
    })
    void the_tools_of_the_trade_are_there(String command, String beginning) {
        var result = inside.run(command);

        System.out.println(
                "found: " + command + ": " + result.output().lines().findFirst().orElse(""));
        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).startsWith(beginning);
    }

    @Test
    void it_is_debian_13() {
        assertThat(inside.output(". /etc/os-release; echo $ID $VERSION_ID")).isEqualTo("debian 13");
    }

    @Test
    void python_has_its_libraries_makes_environments_and_can_be_extended() {
        var result = inside.run("""
                set -e
                cd /tmp
                python3 -m venv plain && plain/bin/python -c 'import bz2, ctypes, curses, lzma, readline, sqlite3, ssl, uuid, zlib; assert ssl.get_default_verify_paths().cafile == "/etc/ssl/certs/ca-certificates.crt"'
                plain/bin/pip --version
                uv venv --quiet --offline quick && quick/bin/python --version
                cat > seven.c <<'END'
                #include <Python.h>
                static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "seven", 0, -1, 0};
                PyMODINIT_FUNC PyInit_seven(void) { PyObject *m = PyModule_Create(&module); PyModule_AddIntConstant(m, "seven", 7); return m; }
                END
                $(python3 -c 'import sysconfig as s; print(s.get_config_var("CC"), s.get_config_var("CCSHARED") or "", "-I" + s.get_config_var("INCLUDEPY"))') -shared -o seven.so seven.c
                python3 -c 'import seven; print(seven.seven)'
                """);

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).endsWith("7");
    }

    @Test
    void packages_of_all_kinds_can_be_put_into_it() {
        var result = inside.run("""
                set -e
                mkdir -p /tmp/made/DEBIAN /tmp/made/usr/bin /tmp/module /tmp/project/wheel
                printf '#!/bin/sh\\necho made\\n' > /tmp/made/usr/bin/made && chmod 755 /tmp/made/usr/bin/made
                printf 'Package: made\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@b>\\nDescription: x\\n' > /tmp/made/DEBIAN/control
                dpkg-deb --build --root-owner-group /tmp/made /tmp/made.deb
                apt-get install -y /tmp/made.deb 2>&1
                made
                printf '{"name": "from-npm", "version": "1.0.0", "bin": "run.js"}' > /tmp/module/package.json
                printf '#!/usr/bin/env node\\nconsole.log("from npm")\\n' > /tmp/module/run.js
                npm install --global --offline --install-links /tmp/module
                from-npm
                npm list --global --depth 0
                """);

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).contains("from npm", "playwright@");
    }

    @Test
    void playwright_takes_a_picture_of_a_whole_page_with_the_systems_browser() throws IOException {
        var result = inside.run("""
                cd /workspace && cat > picture.js <<'END'
                const { chromium } = require('playwright');
                (async () => {
                    const browser = await chromium.launch();
                    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
                    await page.goto('file:///workspace/page/index.html');
                    await page.screenshot({ path: 'playwright.png', fullPage: true });
                    console.log(browser.version());
                    await browser.close();
                })();
                END
                node picture.js
                """);

        assertThat(result.code()).as(result.output()).isZero();
        var picture = picture("playwright");
        assertThat(picture).isEqualTo("1000x3000");
    }

    @Test
    void agent_browser_takes_a_picture_with_the_systems_browser() throws IOException {
        var result = inside.run("""
                cd /workspace/page && (python3 -m http.server 8123 --bind 127.0.0.1 > /dev/null 2>&1 &)
                sleep 1
                agent-browser open http://127.0.0.1:8123/ && agent-browser get text h1 && agent-browser screenshot /workspace/agent-browser.png
                code=$?
                agent-browser close
                exit $code
                """);

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).contains("Seen from inside");
        assertThat(picture("agent-browser")).matches("\\d{3,4}x\\d{3,4}");
    }

    @Test
    void another_session_starts_from_a_snapshot_on_the_same_base() {
        var other = UUID.randomUUID();
        inside.run("echo kept > /usr/local/share/kept");
        try (var snapshots = new SnapshotsUnderTest(host);
                var second = new Inside()) {
            snapshots.createFrom(other, 1, second.port(), snapshots.take(ID));

            assertThat(second.await()
                            .output("cat /usr/local/share/kept; node --version; . /etc/os-release; echo $VERSION_ID"))
                    .matches("kept\nv22\\..*\n13");
            assertThat(host.client.delete("/v1/sandboxes/" + other).status()).isEqualTo(204);
        }
    }

    @Test
    void a_layer_goes_on_with_its_base_and_waits_for_it_where_it_is_missing() throws Exception {
        var image = System.getenv("OPENINSPECT_HOST_BASE");
        var id = UUID.randomUUID();
        try (var own = new HostUnderTest(Map.of("OPENINSPECT_HOST_BASE", image))) {
            try (var first = new Inside()) {
                own.create(id, 1, first.port());
                first.await().run("echo kept > /workspace/kept");
                own.client.post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 5}");
                own.awaitGone(id, 1);
            }

            own.startAgain(Map.of("OPENINSPECT_HOST_BASE", ""));
            own.create(id, 2, 1);
            var refused = own.awaitGone(id, 2);

            assertThat(refused.path("reason").asText()).isEqualTo("launch_failed");
            assertThat(refused.path("detail").asText())
                    .contains(Path.of(image).getFileName().toString());

            own.startAgain(Map.of("OPENINSPECT_HOST_BASE", image));
            try (var third = new Inside()) {
                own.create(id, 3, third.port());
                assertThat(third.await().output("cat /workspace/kept; node --version"))
                        .startsWith("kept\nv22.");
            }
            assertThat(own.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
        }
    }

    /** Its size; it is also put where a person can look at it. */
    private static String picture(String name) throws IOException {
        var png = Base64.getMimeDecoder().decode(inside.output("base64 /workspace/" + name + ".png"));
        Files.write(Path.of("target", name + ".png"), png);
        var image = ImageIO.read(new ByteArrayInputStream(png));
        return image.getWidth() + "x" + image.getHeight();
    }
}
