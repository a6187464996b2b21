// Adds up every test report below a folder and prints "N passed, N failed" as the last line. A skipped test counts as failed: it proves nothing.
//
//   node count-tests.mjs <folder> <number of parts that failed>
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [root, failedParts] = process.argv.slice(2);
const folders = /^(surefire-reports|failsafe-reports|node-reports)$/;

function* reports(folder, inside) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !/^(node_modules|src|\.git)$/.test(entry.name)) {
            yield* reports(path, inside || folders.test(entry.name));
        } else if (inside && /^TEST-.*\.xml$/.test(entry.name)) {
            yield path;
        }
    }
}

let passed = 0;
let failed = 0;
for (const report of reports(root, false)) {
    const xml = readFileSync(report, 'utf8');
    // Each case either closes itself (passed) or holds what went wrong.
    for (const [, attributes, body] of xml.matchAll(/<testcase\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
        const wrong = /<(failure|error|skipped)\b/.exec(body ?? '');
        if (!wrong) {
            passed += 1;
            continue;
        }
        failed += 1;
        const name = (key) => new RegExp(`\\b${key}="([^"]*)"`).exec(attributes)?.[1] ?? '?';
        console.log(`${wrong[1].padEnd(8)} ${name('classname')} ${name('name')} (${relative(root, report)})`);
    }
}
failed = Math.max(failed, Number(failedParts));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
