// The GitHub of emulate with one repository and one app. Prints, in one line of JSON, the app's private key and the person's token; ends with its input.
//
//   node github.mjs <port> <address of the hooks> <secret of the hooks>
import { createEmulator } from 'emulate';

const [, , port, hooks, secret] = process.argv;
const TOKEN = 'ghp_person_of_the_test';
const github = await createEmulator({
    service: 'github',
    port: Number(port),
    seed: {
        tokens: { [TOKEN]: { login: 'ada', scopes: ['repo', 'user'] } },
        github: {
            users: [{ login: 'ada', name: 'Ada Lovelace', email: 'ada@example.org' }],
            repos: [{ owner: 'ada', name: 'engine', auto_init: true }],
            apps: [
                {
                    app_id: 4711,
                    slug: 'open-inspect-test',
                    name: 'Open-Inspect test',
                    permissions: { contents: 'write', metadata: 'read', pull_requests: 'write' },
                    events: ['pull_request'],
                    webhook_url: hooks,
                    webhook_secret: secret,
                    installations: [{ installation_id: 100, account: 'ada', repository_selection: 'all' }],
                },
            ],
        },
    },
});
const key = github.generatedSecrets.find((generated) => generated.kind === 'github.app_private_key')?.value;
console.log(JSON.stringify({ key, token: TOKEN }));
process.stdin.resume();
process.stdin.on('end', () => github.close().then(() => process.exit(0)));
