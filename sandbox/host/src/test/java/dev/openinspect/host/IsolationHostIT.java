package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program inside a sandbox can see and do. One sandbox serves all tests; none of them changes it for another. */
class IsolationHostIT {
    private static final UUID ID = UUID.randomUUID();
    private static HostUnderTest host;
    private static Inside inside;

    @BeforeAll
    static void start() {
        host = new HostUnderTest(Map.of());
        inside = new Inside();
        host.create(ID, 1, inside.port());
        inside.await();
    }

    @AfterAll
    static void end() throws Exception {
        inside.close();
        assertThat(host.client.delete("/v1/sandboxes/" + ID).status()).isEqualTo(204);
        host.close();
    }

    @Test
    void the_capabilities_say_namespaces() {
        var capabilities = host.client.get("/v1/capabilities").body();

        assertThat(capabilities.path("isolation").asText()).isEqualTo("namespaces");
        assertThat(capabilities.path("snapshots").asBoolean()).isTrue();
        assertThat(capabilities.path("sandboxes").asInt()).isEqualTo(1);
    }

    @Test
    void the_boot_file_holds_the_order_and_only_root_can_read_it() {
        assertThat(inside.token()).isEqualTo("secret-of-" + ID);
        assertThat(inside.output("stat -c %a:%U /run/openinspect/boot.json")).isEqualTo("600:root");
        assertThat(inside.output("cat /run/openinspect/boot.json"))
                .contains("\"session\":\"" + ID + "\"", "\"generation\":1", "http://127.0.0.1:" + inside.port());
    }

    @Test
    void the_token_stands_in_no_environment_and_on_no_command_line() {
        var seen = inside.output("cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' '\\n'");

        assertThat(seen).contains("Supervisor").doesNotContain("secret-of");
    }

    @Test
    void files_and_processes_of_the_host_are_invisible() {
        assertThat(inside.run("ls " + host.folder).code()).isNotZero();
        assertThat(inside.output("ls /home /root /mnt /srv -A")).doesNotContain("openinspect");
        assertThat(inside.output("ls /")).doesNotContain("lost+found", "boot");
        assertThat(inside.output("ls /proc | grep -c '^[0-9]'")).matches("\\d{1,2}");
        assertThat(inside.output("cat /proc/[0-9]*/environ /proc/mounts | tr '\\0' '\\n'"))
                .doesNotContain(host.folder.toString());
    }

    @Test
    void the_user_is_root_of_a_namespace_of_its_own_ids() {
        var mapping = inside.output("cat /proc/self/uid_map").split("\\s+");

        assertThat(inside.output("id -u")).isEqualTo("0");
        assertThat(mapping[0]).isEqualTo("0");
        assertThat(Long.parseLong(mapping[1])).isGreaterThanOrEqualTo(65_536);
    }

    @Test
    void no_new_privileges_and_the_filter_are_on_and_capabilities_are_few() {
        var status = inside.output("cat /proc/self/status");

        assertThat(status).containsPattern("NoNewPrivs:\\s+1").containsPattern("Seccomp:\\s+2");
        // chown, dac_override, fowner, fsetid, kill, setgid, setuid, net_bind_service
        assertThat(status)
                .containsPattern("CapEff:\\s+00000000000004fb")
                .containsPattern("CapPrm:\\s+00000000000004fb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount -t tmpfs tmpfs /mnt",
                "umount /opt/openinspect/runtime",
                "unshare --user true",
                "unshare --net true",
                "nsenter --net=/proc/1/ns/net true",
                "nft list ruleset",
                "ip link set lo down",
                "ip addr add 10.9.9.9/24 dev eth0",
                "chroot / true",
                "mknod /tmp/device b 254 0",
                "date -s 2000-01-01",
                "dmesg",
                "touch /opt/openinspect/runtime/new",
                "touch /opt/openinspect/jdk/bin/java",
                "sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'",
                "sh -c 'echo b > /proc/sysrq-trigger'",
                "python3 -c 'import socket; socket.socket(40, 1, 0)'",
                "python3 -c 'import socket; socket.socket(17, 3, 0)'",
                "python3 -c 'import socket; socket.socket(38, 5, 0)'",
                "ping -c1 -W1 127.0.0.1"
            })
    void what_moves_walls_is_denied(String command) {
        var result = inside.run(command);

        assertThat(result.code()).as(result.output()).isNotZero();
    }

    @Test
    void only_the_control_port_of_the_hosts_loopback_answers() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(connect("127.0.0.1", other.getLocalPort())).isNotEqualTo("connected");
            assertThat(connect("::1", other.getLocalPort())).isNotEqualTo("connected");
            assertThat(connect("127.0.0.1", host.port)).isNotEqualTo("connected");
            assertThat(connect("127.0.0.1", inside.port())).isEqualTo("connected");
        }
    }

    @Test
    void the_hosts_own_addresses_do_not_answer() throws IOException {
        try (var everywhere = new ServerSocket(0)) {
            var own = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
            for (var address : own) {
                assertThat(connect(address.getHostAddress(), everywhere.getLocalPort()))
                        .as(address.toString())
                        .isNotEqualTo("connected");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.254",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.169.254",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255"
            })
    void private_and_metadata_ranges_are_refused_by_the_rules(String address) {
        // The rules answer at once with "prohibited", which arrives as no route; a time-out would mean a packet left.
        assertThat(connect(address, 80)).containsAnyOf("EHOSTUNREACH", "EACCES", "ENETUNREACH", "ECONNREFUSED");
    }

    @Test
    void names_are_asked_where_the_host_asks() throws IOException {
        var hosts = java.nio.file.Files.readAllLines(java.nio.file.Path.of("/etc/resolv.conf"));
        var first = hosts.stream().filter(line -> line.startsWith("nameserver")).findFirst();

        assertThat(first).as("this machine has a name server").isPresent();
        assertThat(inside.output("cat /etc/resolv.conf")).contains("nameserver ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git --version",
                "node --version",
                "npm --version",
                "python3 --version",
                "gcc --version",
                "make --version",
                "rg --version",
                "bash -c 'echo ${BASH_VERSION}'",
                "/opt/openinspect/jdk/bin/java -version",
                "/opt/openinspect/opencode"
            })
    void the_tools_of_the_trade_are_there(String command) {
        var result = inside.run(command);

        assertThat(result.code()).as(result.output()).isZero();
    }

    @Test
    void git_commits_gcc_compiles_and_packages_can_be_put_into_usr() {
        var result = inside.run("""
                set -e
                cd /workspace && git init -q demo && cd demo
                echo 'int main(void) { return 7; }' > main.c && git add . && git -c user.name=a -c user.email=b commit -qm first
                gcc -o seven main.c && (./seven || test $? = 7)
                install -m 755 seven /usr/bin/seven && install -m 755 seven /usr/local/bin/eight
                (seven || test $? = 7) && (eight || test $? = 7)
                touch /etc/new /var/lib/new /opt/new /usr/lib/new /usr/share/doc/new
                ln -sf /bin/dash /usr/bin/sh2 && chown 33:33 /etc/new && setpriv --reuid 33 --clear-groups id -u
                """);

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).endsWith("33");
    }

    /** Needs no network: the package is made here. Its folder in /usr exists on the host, with an owner unknown inside. */
    @Test
    void debian_packages_can_be_installed() {
        var result = inside.run("""
                set -e
                mkdir -p /tmp/made/DEBIAN /tmp/made/usr/bin /tmp/made/usr/share/doc/made /tmp/made/etc
                printf '#!/bin/sh\\necho made\\n' > /tmp/made/usr/bin/made && chmod 755 /tmp/made/usr/bin/made
                touch /tmp/made/usr/share/doc/made/copyright
                printf 'Package: made\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@b>\\nDescription: x\\n' > /tmp/made/DEBIAN/control
                dpkg-deb --build --root-owner-group /tmp/made /tmp/made.deb
                apt-get install -y /tmp/made.deb 2>&1
                made
                apt-get remove -y made 2>&1
                test ! -e /usr/bin/made
                """);

        assertThat(result.code()).as(result.output()).isZero();
    }

    @Test
    void temporary_folders_are_open_to_all_and_bounded() {
        assertThat(inside.output("stat -c %a /tmp /dev/shm /run/lock")).isEqualTo("1777\n1777\n1777");
        assertThat(inside.output("df -m --output=size /tmp | tail -1").strip()).isEqualTo("512");
        assertThat(inside.run("dd if=/dev/zero of=/tmp/full bs=1M count=600; code=$?; rm /tmp/full; exit $code")
                        .code())
                .isNotZero();
    }

    @Test
    void no_descriptor_of_the_host_leaks_in() {
        assertThat(inside.output("ls -l /proc/2/fd"))
                .doesNotContain(host.folder.toString())
                .doesNotContain("bpf");
        assertThat(inside.output("ls -l /proc/self/fd | grep -c pipe")).matches("[0-4]");
    }

    private static String connect(String address, int port) {
        return inside.output("""
                timeout 8 python3 - <<'END'
                import errno, socket
                family = socket.AF_INET6 if ':' in '%s' else socket.AF_INET
                s = socket.socket(family, socket.SOCK_STREAM)
                s.settimeout(5)
                try:
                    s.connect(('%s', %d))
                    print('connected')
                except TimeoutError:
                    print('timeout')
                except OSError as e:
                    print(errno.errorcode.get(e.errno, e))
                END
                """.formatted(address, address, port));
    }
}
