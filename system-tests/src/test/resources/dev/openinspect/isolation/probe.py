# Tries, from inside a sandbox, what an agent could try against the machine. Prints one line for each protection: its name,
# "held" or "BROKEN", and what happened. Arguments: JSON with what an attacker who knows the host would know.
import ctypes, errno, glob, json, mmap, os, resource, signal, socket, struct, subprocess, sys

host = json.loads(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
PROHIBITED = ("EHOSTUNREACH", "EACCES", "ENETUNREACH")


def name(number):
    return errno.errorcode.get(number, str(number))


def call(number, *arguments):
    """The error of a system call, or "allowed"."""
    ctypes.set_errno(0)
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return "allowed" if libc.syscall(ctypes.c_long(number), *words) >= 0 else name(ctypes.get_errno())


def apart(action):
    """Runs something dangerous in a child and returns what it wrote."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writer, str(action()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    told = os.read(reader, 4096).decode()
    os.close(reader)
    _, status = os.waitpid(pid, 0)
    return told or "ended by signal %d" % os.WTERMSIG(status)


def attempt(action):
    try:
        return action() or "allowed"
    except OSError as e:
        return name(e.errno)
    except subprocess.CalledProcessError as e:
        return "exit %d" % e.returncode


def read(path):
    with open(path, "rb") as f:
        return f.read(65536)


def connect(address, port, seconds=4):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.settimeout(seconds)
        try:
            s.connect((address, port))
            return "allowed"
        except TimeoutError:
            return "timeout"
        except OSError as e:
            return name(e.errno)


def all_of(answers, wanted):
    """Held when every answer is one of the wanted."""
    wrong = {what: got for what, got in answers.items() if got not in wanted}
    return not wrong, wrong or "%d tried" % len(answers)


def statuses():
    found = {}
    for path in glob.glob("/proc/[0-9]*/status"):
        try:
            found[path.split("/")[2]] = dict(line.split(":\t", 1) for line in read(path).decode().splitlines() if ":\t" in line)
        except OSError:
            pass
    return found


# ---- files ----

def host_files_read():
    return all_of({path: attempt(lambda: os.stat(path)) for path in host["files"]}, ("ENOENT",))


def host_files_write():
    def write(folder):
        os.makedirs(folder, exist_ok=True)
        with open(folder + "/" + host["canary"], "w") as f:
            f.write("written by the agent")
    answers = {folder: attempt(lambda: write(folder)) for folder in host["folders"]}
    return "allowed" in answers.values(), "%s; the test looks for them outside" % list(answers.values())


def other_layers():
    answers = {path: attempt(lambda: os.listdir(path)) for path in host["layers"]}
    for pid in statuses():
        answers["root of " + pid] = attempt(lambda: "allowed" if os.path.exists("/proc/%s/root%s" % (pid, host["layers"][0])) else "ENOENT")
    return all_of(answers, ("ENOENT",))


def mounts_tell_nothing():
    table = read("/proc/self/mountinfo").decode() + read("/proc/self/mounts").decode()
    seen = [path for path in host["layers"] if path in table]
    return not seen, seen or "no path of the host"


def programs_are_read_only():
    answers = {}
    for path in ("/opt/openinspect/runtime/new", "/opt/openinspect/jdk/new"):
        made = attempt(lambda: open(path, "w").close())
        # The folders belong to somebody unknown in here, too; this must be told before that.
        answers[path] = made if made == "EROFS" else "not read-only: " + made
    for path in glob.glob("/opt/openinspect/runtime/*.jar")[:1] + ["/opt/openinspect/opencode", "/opt/openinspect/jdk/bin/java"]:
        answers[path] = attempt(lambda: open(path, "r+b").close())
        answers["remove " + path] = attempt(lambda: os.unlink(path))
    return all_of(answers, ("EROFS", "EBUSY", "EACCES"))


def host_programs_stay():
    with open("/usr/bin/" + host["canary"], "w") as f:
        f.write("x")
    replaced = attempt(lambda: os.rename("/usr/bin/" + host["canary"], "/usr/bin/rev"))
    return replaced in ("allowed", "EXDEV"), "replaced rev in here: %s; the test runs it outside" % replaced


def escape_by_dotdot():
    answers = {}
    for path in ("../" * 40 + host["files"][0].lstrip("/"), "/proc/1/root" + host["files"][0], "/proc/1/cwd/../../../../" + host["files"][0]):
        answers[path] = attempt(lambda: os.stat(path))
    return all_of(answers, ("ENOENT",))


def host_links():
    """Links that a walk over the layer from outside could follow, for the test to delete the session over them."""
    os.makedirs("/workspace/links", exist_ok=True)
    for number, path in enumerate(host["files"] + ["/", "/proc/1/root", "../../../../../../../../../.."]):
        link = "/workspace/links/%d" % number
        if not os.path.lexists(link):
            os.symlink(path, link)
    hard = attempt(lambda: os.link(host["files"][0], "/workspace/links/hard"))
    return hard == "ENOENT", "hard link: " + hard


def token_is_nowhere_else():
    token = json.loads(read("/run/openinspect/boot.json"))["token"].encode()
    seen = []
    for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
        try:
            if token in read(path):
                seen.append(path)
        except OSError:
            pass
    mode = os.stat("/run/openinspect/boot.json").st_mode & 0o777
    return not seen and mode == 0o600, seen or "mode %o" % mode


# ---- network ----

def loopback(port):
    answers = {address: connect(address, port) for address in ("127.0.0.1", "::1", "127.0.0.2", "0.0.0.0")}
    return all_of(answers, ("ECONNREFUSED", "EHOSTUNREACH", "EADDRNOTAVAIL", "ENETUNREACH", "EACCES"))


def ports_all():
    """Everything that answers on loopback must be the sandbox door or something of the sandbox itself."""
    own = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in read(table).decode().splitlines()[1:]:
            words = line.split()
            if words[3] == "0A":
                own.add(int(words[1].split(":")[1], 16))
    open_ones = [port for port in range(host["first"], host["first"] + 200) if port not in own and connect("127.0.0.1", port, 1) == "allowed"]
    # Where the sandbox shares the host's network, the host's own would look like ours.
    open_ones += [port for port in host["ports"].values() if connect("127.0.0.1", port, 1) == "allowed"]
    return not [p for p in open_ones if p != host["door"]], "answered: %s, listening in here: %s" % (open_ones, sorted(own))


def addresses(listed):
    return all_of({address: connect(address, 80) for address in listed}, PROHIBITED)


def own_addresses():
    answers = {}
    for address in host["own"]:
        for port in host["ports"].values():
            answers["%s:%d" % (address, port)] = connect(address, port)
    return all_of(answers, PROHIBITED + ("ECONNREFUSED",))


def network_is_not_ours():
    answers = {
        "rules": attempt(lambda: subprocess.run(["nft", "flush", "ruleset"], check=True, capture_output=True) and None),
        "address": attempt(lambda: subprocess.run(["ip", "addr", "add", "10.9.9.9/24", "dev", "lo"], check=True, capture_output=True) and None),
    }
    return "allowed" not in answers.values(), answers


def raw_sockets():
    answers = {
        "raw": attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close()),
        "packet": attempt(lambda: socket.socket(17, socket.SOCK_RAW, 3).close()),
    }
    return all_of(answers, ("EPERM", "EACCES", "EAFNOSUPPORT"))


def other_families():
    answers = {str(family): attempt(lambda: socket.socket(family, socket.SOCK_STREAM, 0).close()) for family in (40, 31, 30, 21)}
    answers["crypto"] = attempt(lambda: socket.socket(38, 5, 0).close())
    return all_of(answers, ("EAFNOSUPPORT",))


# ---- processes ----

def processes_are_hidden():
    seen = statuses()
    lines = b" ".join(read("/proc/%s/cmdline" % pid) for pid in seen if os.path.exists("/proc/%s/cmdline" % pid))
    told = [word.decode() for word in (b"glassfish", b"SandboxHost", b"--config-net", b"launch.sh") if word in lines]
    return not told and len(seen) < 40, "%d processes, %s" % (len(seen), told)


def host_pids():
    """A number of the host's may by chance be that of a process in here."""
    words = (b"glassfish", b"SandboxHost", b"postgres", b"demo")
    return [pid for pid in host["pids"] if not os.path.exists("/proc/%d" % pid) or any(word in read("/proc/%d/cmdline" % pid) for word in words)]


def signals():
    return all_of({str(pid): attempt(lambda: os.kill(pid, 0)) for pid in host_pids()}, ("ESRCH",))


def one_word(address):
    return ctypes.create_string_buffer(struct.pack("<QQ", address, 8))


def ptrace():
    answers = {}
    buffer = ctypes.create_string_buffer(8)
    for pid in host_pids():
        answers["attach %d" % pid] = call(101, 0x4206, pid, 0, 0)
        answers["read %d" % pid] = call(310, pid, one_word(ctypes.addressof(buffer)), 1, one_word(0x400000), 1, 0)
    return all_of(answers, ("ESRCH",))


def every_process_is_filtered():
    weak = {pid: (s["Name"], s["Seccomp"], s["NoNewPrivs"]) for pid, s in statuses().items() if s["Seccomp"] != "2" or s["NoNewPrivs"] != "1"}
    return not weak, weak or "Seccomp 2, NoNewPrivs 1"


def few_capabilities():
    more = {pid: s["CapEff"] for pid, s in statuses().items() if (int(s["CapEff"], 16) | int(s["CapPrm"], 16) | int(s["CapAmb"], 16)) & ~0x4FB}
    return not more, more or "4fb at most"


def user_of_nobody():
    rows = [[int(word) for word in line.split()] for line in read("/proc/self/uid_map").decode().splitlines()]
    low = [row for row in rows if row[1] < 65536]
    return os.getuid() == 0 and not low, rows


# ---- kernel ----

def mount():
    return all_of({
        "tmpfs": call(165, ctypes.c_char_p(b"none"), ctypes.c_char_p(b"/mnt"), ctypes.c_char_p(b"tmpfs"), 0, None),
        "bind": call(165, ctypes.c_char_p(b"/etc"), ctypes.c_char_p(b"/mnt"), None, 4096, None),
        "umount": call(166, ctypes.c_char_p(b"/opt/openinspect/runtime"), 2),
        "open_tree": call(428, -100, ctypes.c_char_p(b"/"), 1),
        "fsopen": call(430, ctypes.c_char_p(b"tmpfs"), 0),
        "mount_setattr": call(442, -100, ctypes.c_char_p(b"/"), 0, None, 0),
    }, ("EPERM",))


def pivot_root():
    return all_of({"pivot": call(155, ctypes.c_char_p(b"/"), ctypes.c_char_p(b"/mnt")), "chroot": attempt(lambda: apart(lambda: attempt(lambda: os.chroot("/"))))}, ("EPERM",))


def namespaces():
    answers = {flag: apart(lambda: call(272, value)) for flag, value in {
        "user": 0x10000000, "mount": 0x20000, "net": 0x40000000, "pid": 0x20000000, "ipc": 0x8000000, "uts": 0x4000000, "cgroup": 0x2000000}.items()}
    answers["clone"] = apart(lambda: call(56, 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0))
    answers["setns"] = attempt(lambda: call(308, os.open("/proc/1/ns/net", os.O_RDONLY), 0))
    arguments = ctypes.create_string_buffer(struct.pack("<11Q", 0x10000000, 0, 0, 0, signal.SIGCHLD, 0, 0, 0, 0, 0, 0))
    answers["clone3"] = apart(lambda: call(435, arguments, 88))
    return all_of(answers, ("EPERM", "ENOSYS", "EACCES"))


def modules():
    return all_of({"init_module": call(175, None, 0, None), "finit_module": call(313, -1, None, 0), "delete_module": call(176, None, 0)}, ("EPERM",))


def bpf():
    return all_of({"map": call(321, 0, ctypes.create_string_buffer(struct.pack("<5I", 2, 4, 4, 1, 0) + bytes(100)), 120)}, ("EPERM",))


def keys():
    return all_of({
        "add_key": call(248, ctypes.c_char_p(b"user"), ctypes.c_char_p(b"probe"), ctypes.c_char_p(b"x"), 1, -3),
        "keyctl": call(250, 0, -3, 1),
        "request_key": call(249, ctypes.c_char_p(b"user"), ctypes.c_char_p(b"probe"), None, 0),
    }, ("EPERM",))


def rich_interfaces():
    return all_of({
        "io_uring": call(425, 4, ctypes.create_string_buffer(200)),
        "perf_event_open": call(298, ctypes.create_string_buffer(200), 0, -1, -1, 0),
        "userfaultfd": call(323, 1),
    }, ("EPERM", "ENOSYS"))


def whole_machine():
    return all_of({
        "reboot": call(169, 0, 0, 0, None),
        "kexec": call(246, 0, 0, None, 0),
        "swapon": call(167, ctypes.c_char_p(b"/nowhere"), 0),
        "settimeofday": call(164, ctypes.create_string_buffer(16), None),
        "syslog": call(103, 3, ctypes.create_string_buffer(100), 100),
        "open_by_handle_at": call(304, -100, ctypes.create_string_buffer(200), 0),
        "name_to_handle_at": call(303, -100, ctypes.c_char_p(b"/"), ctypes.create_string_buffer(200), ctypes.create_string_buffer(8), 0),
        "ioperm": call(173, 0x80, 1, 1),
        "quotactl": call(179, 0x80000000, None, 0, None),
    }, ("EPERM",))


def devices():
    answers = {kind: attempt(lambda: os.mknod("/tmp/" + kind, mode, os.makedev(major, minor))) for kind, mode, major, minor in (
        ("disk", 0o60600, 254, 0), ("mem", 0o20600, 1, 1), ("kmsg", 0o20600, 1, 11))}
    answers.update({path: attempt(lambda: os.open(path, os.O_RDWR)) for path in ("/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/loop0")})
    return all_of(answers, ("EPERM", "ENOENT", "EACCES"))


def kernel_settings():
    answers = {}
    for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/net/ipv4/ip_forward", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches", "/proc/sys/kernel/modprobe"):
        answers[path] = attempt(lambda: open(path, "w").write("1") and None)
    answers["/sys"] = attempt(lambda: "allowed" if os.listdir("/sys") else "ENOENT")
    return all_of(answers, ("EROFS", "EACCES", "EPERM", "ENOENT"))


def other_instruction_sets():
    """mov eax, 20 (getpid of 32 bit); int 0x80; ret"""
    def run():
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
        function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
        return function()
    answer = apart(run)
    return answer in (str(-errno.ENOSYS), "ended by signal 11"), answer


def terminal_injection():
    import fcntl, pty
    _, terminal = pty.openpty()
    return all_of({"TIOCSTI": attempt(lambda: fcntl.ioctl(terminal, 0x5412, b"x") and None), "TIOCLINUX": attempt(lambda: fcntl.ioctl(terminal, 0x541C, b"\x03") and None)}, ("EPERM",))


def bounds():
    soft = {"core": resource.getrlimit(resource.RLIMIT_CORE)[1], "fsize": resource.getrlimit(resource.RLIMIT_FSIZE)[1], "nproc": resource.getrlimit(resource.RLIMIT_NPROC)[1]}
    raised = {"fsize": raise_bound(resource.RLIMIT_FSIZE), "nproc": raise_bound(resource.RLIMIT_NPROC)}
    held = soft["core"] == 0 and soft["fsize"] == host["diskBytes"] and soft["nproc"] == host["processes"]
    return held and "allowed" not in raised.values(), "%s %s" % (soft, raised)


def raise_bound(kind):
    try:
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        return "allowed"
    except (ValueError, OSError) as e:
        return type(e).__name__


def memory_file_systems():
    sizes = {}
    for folder in ("/tmp", "/dev/shm", "/run"):
        s = os.statvfs(folder)
        sizes[folder] = s.f_blocks * s.f_frsize
    return all(0 < size <= host["memoryBytes"] / 2 for size in sizes.values()), sizes


PROTECTIONS = {
    "host-files-read": host_files_read,
    "host-files-write": host_files_write,
    "host-programs-stay": host_programs_stay,
    "other-layers": other_layers,
    "mounts-tell-nothing": mounts_tell_nothing,
    "programs-are-read-only": programs_are_read_only,
    "escape-by-path": escape_by_dotdot,
    "links-in-a-layer": host_links,
    "token-is-nowhere-else": token_is_nowhere_else,
    "database": lambda: loopback(host["ports"]["database"]),
    "admin-port": lambda: loopback(host["ports"]["admin"]),
    "console-port": lambda: loopback(host["ports"]["console"]),
    "broker-port": lambda: loopback(host["ports"]["broker"]),
    "host-api": lambda: loopback(host["ports"]["host"]),
    "only-the-door": ports_all,
    "own-addresses": own_addresses,
    "private-addresses": lambda: addresses(["10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "100.64.0.1", "198.18.0.1", "255.255.255.255"]),
    "metadata": lambda: addresses(["169.254.169.254", "169.254.170.2"]),
    "rules-are-not-ours": network_is_not_ours,
    "raw-sockets": raw_sockets,
    "other-socket-families": other_families,
    "processes-are-hidden": processes_are_hidden,
    "signals": signals,
    "ptrace": ptrace,
    "every-process-is-filtered": every_process_is_filtered,
    "few-capabilities": few_capabilities,
    "user-of-nobody": user_of_nobody,
    "mount": mount,
    "pivot-root": pivot_root,
    "namespaces": namespaces,
    "kernel-modules": modules,
    "bpf": bpf,
    "keys": keys,
    "rich-interfaces": rich_interfaces,
    "whole-machine": whole_machine,
    "device-nodes": devices,
    "kernel-settings": kernel_settings,
    "other-instruction-sets": other_instruction_sets,
    "terminal-injection": terminal_injection,
    "bounds": bounds,
    "memory-file-systems": memory_file_systems,
}

for protection, check in PROTECTIONS.items():
    try:
        held, what = check()
    except Exception as e:  # An attack that we could not carry out proves nothing.
        held, what = False, "%s: %s" % (type(e).__name__, e)
    print(protection, "held" if held else "BROKEN", str(what)[:300], flush=True)
print("probe-ended")
