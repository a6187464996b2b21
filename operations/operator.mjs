// Asks the running application for what only the operator of this machine may have. The request is signed with the master key, which only the
// owner of the state folder can read, and the application answers it on loopback only.
//
//   node operator.mjs <address> <master key file> password [e-mail]
//   node operator.mjs <address> <master key file> token
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [address, keyFile, wish, email] = process.argv.slice(2);
const path = `/operator/${wish}`;
const time = Math.floor(Date.now() / 1000).toString();
const key = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex');
const signature = createHmac('sha256', key).update(`POST ${path} ${time}`).digest('hex');

const response = await fetch(address + path, {
    method: 'POST',
    headers: { 'Authorization': `Operator ${signature}`, 'X-Operator-Time': time, 'Content-Type': 'application/json', 'Accept': 'application/json' },
    body: JSON.stringify(email ? { email } : {}),
    signal: AbortSignal.timeout(30_000),
}).catch((error) => {
    console.error(`openinspect: ${address} does not answer (${error.cause?.code ?? error.message}); is it up?`);
    process.exit(1);
});
const text = await response.text();
if (!response.ok) {
    let detail = 'the application behind that address is not ready, or not ours';
    try {
        const problem = JSON.parse(text);
        detail = problem.detail ?? problem.title ?? detail;
    } catch {
        // Not a problem document but a server's page, which says less than the status.
    }
    console.error(`openinspect: refused with ${response.status}: ${detail}`);
    process.exit(1);
}
const answer = JSON.parse(text);
if (wish === 'token') {
    console.log(answer.token);
} else {
    console.log(`e-mail    ${answer.email}`);
    console.log(`password  ${answer.password}`);
}
