// How soon work goes on after the server was killed: ends Payara of the RUNNING installation with SIGKILL in the middle of a turn, starts it
// again, and prints the seconds from its first ready answer to the next text of that turn; then the same with the sandbox killed, too, while
// the server is away, to the order of the next sandbox. On demand, as root, where nothing else uses the installation.
//
//   OPENINSPECT_DATA=… OPENINSPECT_HTTP_PORT=… node system-tests/recovery.mjs [rounds, default 3]
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const data = process.env.OPENINSPECT_DATA;
const address = `http://127.0.0.1:${process.env.OPENINSPECT_HTTP_PORT}`;
const script = join(dirname(fileURLToPath(import.meta.url)), '../openinspect');
const token = execFileSync(script, ['token'], { encoding: 'utf8' }).trim();
const rounds = Number(process.argv[2] ?? 3);
const LIMIT_SECONDS = 600;

async function call(method, path, body) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${address}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.status === 204 ? null : answer.json();
}

/** The first truthy answer; a server that is away is asked again. */
async function until(what, ask) {
    for (const end = Date.now() + LIMIT_SECONDS * 1000; Date.now() < end; ) {
        const answer = await ask().catch(() => null);
        if (answer) return answer;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`not within ${LIMIT_SECONDS} s: ${what}`);
}

const eventAfter = (session, seq, wanted) => async () =>
    (await call('GET', `/sessions/${session}/events?after=${seq}&limit=1000`)).events.find(wanted);
const isText = (event) => event.type === 'sandbox_event' && event.data.kind === 'text';
const ready = async () => (await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
const killed = (pid) => process.kill(pid, 'SIGKILL');

function killSandbox(session) {
    const record = JSON.parse(readFileSync(join(data, 'host/records', `${session}.json`), 'utf8'));
    for (const { pid } of record.processes) killed(pid);
}

async function round(withSandbox) {
    const { id } = await call('POST', '/sessions', { repository: 'demo', title: 'Recovery' });
    await call('POST', `/sessions/${id}/prompts`, { text: 'demo: slow 900' });
    await until('text of the turn', eventAfter(id, 0, isText));
    killed(Number(readFileSync(join(data, 'run/payara.pid'), 'utf8').split(' ')[0]));
    const dead = Date.now();
    await until('the end of the server', async () => !(await ready().catch(() => false)));
    if (withSandbox) killSandbox(id);
    const started = new Promise((resolve) => spawn(script, ['up'], { stdio: 'ignore' }).on('close', resolve));
    await until('a ready server', ready);
    const back = Date.now();
    const { lastSeq } = await call('GET', `/sessions/${id}`);
    // What the journal had not taken before comes first; any of it is the turn going on.
    await until('work', eventAfter(id, withSandbox ? 0 : lastSeq, withSandbox ? (event) => event.type === 'sandbox_spawning' && event.data.generation === 2 : isText));
    const worked = Date.now();
    await started;
    await call('DELETE', `/sessions/${id}`);
    const seconds = (from, to) => ((to - from) / 1000).toFixed(1).padStart(6);
    console.log(`${withSandbox ? 'sandbox killed, too' : 'server killed      '}  ready after ${seconds(dead, back)} s, work goes on after ${seconds(back, worked)} s more, load ${loadavg()[0].toFixed(1)}`);
}

for (let i = 0; i < rounds; i++) await round(false);
for (let i = 0; i < rounds; i++) await round(true);
