// Shows that the isolation tests can fail: takes one protection at a time out of the launcher's script that the RUNNING installation has
// laid out, lets an agent attack, and prints what broke. On demand only, as root, where nothing else uses the installation; the script is
// put back at the end. Build the tests first (mvn -pl system-tests test-compile dependency:build-classpath, see docs/isolation.md).
//
//   OPENINSPECT_DATA=… OPENINSPECT_HTTP_PORT=… node system-tests/isolation-mutations.mjs [name…]
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const data = process.env.OPENINSPECT_DATA;
const script = join(data, 'host/program/launch.sh');

/** Edits what bubblewrap is told (arguments separated by NUL) before it reads it. */
const told = (edit, more = '') => (text) =>
    text
        .replace('5<"$RUN/bwrap.args"', '5<args')
        .replace('    exec env -i', `    sed -z '${edit}' "$RUN/bwrap.args" > args\n${more}    exec env -i`);
const bound = (path) => told('', `    printf '%s\\0' --bind ${path} ${path} >> args\n`);

const MUTATIONS = {
    seccomp: told('/^--seccomp$/,+1d'),
    capabilities: told('/^--cap-drop$/,+1d; /^--cap-add$/,+1d'),
    'seccomp-and-capabilities': told('/^--seccomp$/,+1d; /^--cap-drop$/,+1d; /^--cap-add$/,+1d'),
    rules: (text) => text.replace(/^ {4}nft -f .*$/m, '    :'),
    network: (text) =>
        text
            .replace('unshare --net sh', 'sh')
            .replace(/^ {4}nft -f .*$/m, '    :')
            .replace(/^ {4}pasta [\s\S]*?exit 73; }$/m, '    sleep 1000 & echo $! > pasta.pid'),
    processes: told('/^--unshare-pid$/d'),
    'host-folder': bound(data),
    usr: bound('/usr'),
    sys: bound('/sys'),
    'read-only': told('s/^--ro-bind$/--bind/'),
    'tmpfs-sizes': told('/^--size$/,+1d'),
    bounds: (text) => text.replace('prlimit --core=0 "--nproc=$PROCESSES" "--fsize=$FILE_BYTES"', ''),
    'mount-table': (text) => text.replaceAll('upperdir=layer', 'upperdir=$LAYER').replaceAll('workdir=layer', 'workdir=$LAYER'),
    token: told('', `    printf '%s\\0' --setenv LEAK "$(cat boot.json)" >> args\n`),
};

/** They let the probe's packets to private addresses out of the sandbox: only when asked for by name. */
const LEAKING = new Set(['rules', 'network']);
const kept = readFileSync(script, 'utf8');
const names = process.argv.slice(2);
try {
    for (const name of names.length ? names : ['none', ...Object.keys(MUTATIONS).filter((name) => !LEAKING.has(name))]) {
        const mutated = name === 'none' ? kept : MUTATIONS[name](kept);
        if (name !== 'none' && mutated === kept) throw new Error(`${name} changes nothing`);
        writeFileSync(script, mutated);
        const classpath = readFileSync(join(here, 'target/isolation.classpath'), 'utf8').trim();
        const java = join(process.env.JAVA_HOME, 'bin/java');
        const run = spawnSync(java, ['-cp', `${join(here, 'target/test-classes')}:${classpath}`, 'dev.openinspect.isolation.ProbeRun', name], {
            env: { ...process.env, OPENINSPECT_SCRIPT: join(here, '../openinspect') },
            encoding: 'utf8',
            timeout: 400_000,
        });
        const broken = run.stdout.split('\n').filter((line) => line.startsWith('BROKEN'));
        console.log(`== without ${name}: ${broken.length ? `${broken.length} broke` : run.status === 0 ? 'nothing broke' : 'no sandbox, or no answer'}`);
        for (const line of broken) console.log(`   ${line}`);
        if (run.status !== 0) console.log(run.stderr.split('\n').slice(0, 6).map((line) => `   ! ${line}`).join('\n'));
    }
} finally {
    writeFileSync(script, kept);
}
