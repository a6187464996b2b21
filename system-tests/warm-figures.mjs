// How fast sandboxes come, and what they keep: measures the RUNNING installation with a repository of 30,000 files and a setup hook of 60 s, both
// of which it makes. On demand, as root, where nothing else uses the installation; takes about ten minutes. Prints one line a figure; where a boot is
// measured, in brackets how long each of its phases took, and then how long the prompt waited for the first word of its answer.
//
//   OPENINSPECT_DATA=… OPENINSPECT_HTTP_PORT=… node system-tests/warm-figures.mjs [creations at once, default 20]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const data = process.env.OPENINSPECT_DATA;
const address = `http://127.0.0.1:${process.env.OPENINSPECT_HTTP_PORT}`;
const script = join(dirname(fileURLToPath(import.meta.url)), '../openinspect');
const token = execFileSync(script, ['token'], { encoding: 'utf8' }).trim();
const atOnce = Number(process.argv[2] ?? 20);
const FILES = 30_000;
const SETUP_SECONDS = 60;
const ROUNDS = 3;
const LIMIT_SECONDS = 900;
const repository = `figures-${Date.now().toString(36)}`;

async function call(method, path, body) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${address}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(60_000) });
    if (answer.status === 429) {
        await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(answer.headers.get('retry-after') ?? 1)));
        return call(method, path, body);
    }
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json().catch(() => null);
}

/** The first truthy answer. */
async function until(what, ask, pause = 50) {
    for (const end = Date.now() + LIMIT_SECONDS * 1000; Date.now() < end; ) {
        const answer = await ask();
        if (answer) return answer;
        await new Promise((resolve) => setTimeout(resolve, pause));
    }
    throw new Error(`not within ${LIMIT_SECONDS} s: ${what}`);
}

function print(what, milliseconds, more = '') {
    const sorted = [...milliseconds].sort((a, b) => a - b);
    console.log(`${what}: ${sorted.map((ms) => (ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)).join(', ')}${more}   load ${loadavg()[0].toFixed(1)}`);
}

const git = (folder, ...words) => execFileSync('git', ['-C', folder, '-c', 'user.name=Figures', '-c', 'user.email=figures@example.org', ...words]);

/** In three levels of folders, as sources lie; the sizes are those of small source files. */
function makeRepository() {
    const tree = mkdtempSync(join(tmpdir(), 'figures-'));
    git(tree, 'init', '--quiet', '--initial-branch=main');
    for (let i = 0; i < FILES; i++) {
        const folder = join(tree, `part-${i % 30}`, `module-${Math.floor(i / 30) % 50}`);
        if (i < 1_500) mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, `file-${i}.txt`), `${`line of file ${i}\n`.repeat(60)}`);
    }
    mkdirSync(join(tree, '.openinspect'));
    writeFileSync(join(tree, '.openinspect/setup.sh'), `sleep ${SETUP_SECONDS}; echo installed > /usr/local/share/tool\n`);
    git(tree, 'add', '--all');
    git(tree, 'commit', '--quiet', '--message', 'Seed');
    const bare = join(data, 'demo', `${repository}.git`);
    execFileSync('git', ['clone', '--quiet', '--bare', tree, bare]);
    rmSync(tree, { recursive: true });
    return bare;
}

const session = async (name) => (await call('POST', '/sessions', { repository: name, title: 'Figures' })).id;
const events = async (id) => (await call('GET', `/sessions/${id}/events?after=0&limit=1000`)).events;
const remove = (id) => call('DELETE', `/sessions/${id}`);

// The times are those of the log; whoever asks more often takes the processors from what is measured.
/** From the moment a prompt is sent until the sandbox of this generation is ready for it, and the phases of that boot. */
async function ready(id, pause = 300) {
    const { lastSeq } = await call('GET', `/sessions/${id}`);
    const sent = Date.now();
    const { id: prompt } = await call('POST', `/sessions/${id}/prompts`, { text: 'demo: say ready' });
    const fresh = async () => (await events(id)).filter((event) => event.seq > lastSeq);
    const up = await until('a ready sandbox', async () => (await fresh()).find((event) => event.type === 'sandbox_ready'), pause);
    const took = Date.parse(up.at) - sent;
    await ended(id, prompt, pause);
    const log = await fresh();
    const started = log.find((event) => event.type === 'prompt_started' && event.promptId === prompt);
    const word = log.find((event) => event.data.kind === 'text' && event.promptId === prompt);
    const boot = log.filter((event) => event.type === 'boot_phase');
    const begun = new Map(boot.filter((event) => event.data.status === 'started').map((event) => [event.data.phase, Date.parse(event.at)]));
    const phases = boot
        .filter((event) => event.data.status === 'completed' && begun.has(event.data.phase))
        .map((event) => `${event.data.phase} ${Date.parse(event.at) - begun.get(event.data.phase)}`);
    phases.push(`then first word ${Date.parse(word.at) - Date.parse(started.at)}`);
    return { took, phases: phases.join(', ') };
}

async function ended(id, prompt, pause = 300) {
    const row = await until('the end of a prompt', async () =>
        (await call('GET', `/sessions/${id}`)).prompts.find((one) => one.id === prompt && ['completed', 'failed', 'cancelled'].includes(one.status)), pause);
    if (row.status !== 'completed') throw new Error(`prompt ${row.status}: ${row.reason}`);
}

const snapshots = async (id) => (await call('GET', `/sessions/${id}/snapshots`)).snapshots;
const noSandbox = (id) => until('the end of the sandbox', async () => !['starting', 'ready', 'stopping'].includes((await call('GET', `/sessions/${id}`)).sandbox?.status));

async function several(what, once) {
    const all = [];
    for (let i = 0; i < ROUNDS; i++) all.push(await once());
    print(what, all.map((one) => one.took), `   [ms: ${all.at(-1).phases}]`);
    return Math.min(...all.map((one) => one.took));
}

const bare = makeRepository();
await call('POST', '/repositories', { name: repository, url: bare });

const first = await session(repository);
const cold = await ready(first);
print(`first session of a repository of ${FILES} files with a setup hook of ${SETUP_SECONDS} s`, [cold.took], `   [ms: ${cold.phases}]`);
await until('a baseline', async () => (await call('GET', `/repositories/${repository}/images`)).images.find((image) => image.status === 'ready'));
const second = await several('a later session of it, from the baseline', async () => {
    const id = await session(repository);
    const boot = await ready(id);
    await remove(id);
    return boot;
});
console.log(`the first takes ${(cold.took / second).toFixed(1)} times as long as the fastest of the later ones`);

await call('POST', `/repositories/${repository}/images`);
await until('an image', async () => (await call('GET', `/repositories/${repository}/images`)).images.find((image) => image.kind === 'prebuilt' && image.status === 'ready'));
await several('a session from a prebuilt image', async () => {
    const id = await session(repository);
    const boot = await ready(id);
    await remove(id);
    return boot;
});

await several('the same session again after its sandbox was stopped', async () => {
    await call('POST', `/sessions/${first}/archive`);
    await noSandbox(first);
    await call('POST', `/sessions/${first}/restore`);
    return ready(first);
});
await several('a session that goes back to its newest snapshot', async () => {
    const newest = await until('a snapshot', async () => (await snapshots(first)).filter((one) => one.status === 'ready').sort((a, b) => a.createdAt.localeCompare(b.createdAt)).at(-1));
    await call('POST', `/sessions/${first}/restore-to`, { snapshotId: newest.id });
    return ready(first);
});

const taken = [];
for (let i = 0; i < ROUNDS; i++) {
    const before = new Set((await snapshots(first)).map((one) => one.id));
    const { id: prompt } = await call('POST', `/sessions/${first}/prompts`, { text: `demo: bash head -c 50M /dev/urandom > ~/fifty-${i}` });
    await ended(first, prompt);
    const one = await until('its snapshot', async () => (await snapshots(first)).find((other) => !before.has(other.id) && other.status === 'ready'));
    taken.push(Date.parse(one.takenAt) - Date.parse(one.createdAt));
}
print('a snapshot of 50 MB more, from its order until it is noted as taken', taken);
await remove(first);

await call('PATCH', `/repositories/${repository}`, { warmSandboxes: 1 });
const claims = [];
for (let i = 0; i < ROUNDS + 1; i++) {
    await until('a warm sandbox', async () => (await call('GET', `/repositories/${repository}/warm`)).ready === 1);
    const begun = performance.now();
    const id = await session(repository);
    claims.push(performance.now() - begun);
    await remove(id);
}
await call('PATCH', `/repositories/${repository}`, { warmSandboxes: 0 });
print('claim of a warm sandbox', claims);

const many = await Promise.all(Array.from({ length: atOnce }, () => session('demo')));
const boots = await Promise.all(many.map((id) => ready(id, 1_000)));
const times = boots.map((boot) => boot.took).sort((a, b) => a - b);
console.log(`${atOnce} creations at once: the first is ready after ${(times[0] / 1000).toFixed(1)} s, half after ${(times[Math.floor(atOnce / 2)] / 1000).toFixed(1)} s, all after ${(times.at(-1) / 1000).toFixed(1)} s   load ${loadavg()[0].toFixed(1)}`);
await new Promise((resolve) => setTimeout(resolve, 40_000));
console.log(execFileSync('node', [join(dirname(script), 'system-tests/idle-memory.mjs'), join(data, 'host')], { encoding: 'utf8' }).trim());
for (const id of many) await remove(id);
