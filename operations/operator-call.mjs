// A request to the operator's door of the running application. It is signed with the master key, which only the owner of the state folder can read, and
// the application answers it on loopback only.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The keys of a key file, the current one first. */
export const keysIn = (file) => readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter(Boolean);

/** Prints a sentence and ends with 1. */
export function fail(sentence) {
    console.error(`openinspect: ${sentence}`);
    process.exit(1);
}

/** What the door answers; a refusal or silence ends the program. */
export async function ask(address, keyFile, wish, body = {}) {
    const path = `/operator/${wish}`;
    const time = Math.floor(Date.now() / 1000).toString();
    const signature = createHmac('sha256', Buffer.from(keysIn(keyFile)[0], 'hex')).update(`POST ${path} ${time}`).digest('hex');
    const response = await fetch(address + path, {
        method: 'POST',
        headers: { 'Authorization': `Operator ${signature}`, 'X-Operator-Time': time, 'Content-Type': 'application/json', 'Accept': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
    }).catch((error) => fail(`${address} does not answer (${error.cause?.code ?? error.message}); is it up?`));
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    let detail = 'the application behind that address is not ready, or not ours';
    try {
        const problem = JSON.parse(text);
        detail = problem.detail ?? problem.title ?? detail;
    } catch {
        // Not a problem document but a server's page, which says less than the status.
    }
    return fail(`refused with ${response.status}: ${detail}`);
}
