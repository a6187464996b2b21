// Asks a sandbox host what it can enforce (docs/sandbox-host-api.md) and prints one line per fact: "ok …", "bad …" or "note …".
//
//   node host-capabilities.mjs <host url> <key file>
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [host, keyFile] = process.argv.slice(2);
const path = '/v1/capabilities';
const key = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex');
const time = Math.floor(Date.now() / 1000);
const nonce = randomBytes(16).toString('hex');
const body = createHash('sha256').update('').digest('hex');
const signature = createHmac('sha256', key).update(['GET', path, time, nonce, body].join('\n')).digest('hex');

const response = await fetch(host.replace(/\/$/, '') + path, {
    headers: { Authorization: `OI-HMAC-SHA256 keyId=operator,time=${time},nonce=${nonce},signature=${signature}` },
    signal: AbortSignal.timeout(10_000),
}).catch((error) => {
    console.error(error.cause?.code ?? error.message);
    process.exit(1);
});
if (!response.ok) {
    console.error(`${response.status} ${(await response.text()).slice(0, 300)}`);
    process.exit(1);
}
const { isolation, limits, notes, maxSandboxes, sandboxes } = await response.json();
console.log(isolation === 'namespaces' ? 'ok sandboxes are isolated by namespaces' : `bad sandboxes are not isolated (${isolation})`);
for (const [limit, enforced] of Object.entries(limits)) {
    console.log(enforced ? `ok a sandbox's ${limit} limit is enforced` : `note a sandbox's ${limit} limit is not enforced`);
}
console.log(`ok ${sandboxes} of at most ${maxSandboxes} sandboxes run`);
for (const text of notes) console.log(`note ${text}`);
