// Adds up every test report below a folder, says what went wrong where a test failed, and prints "N passed, N failed" as the last line.
// A skipped test counts as failed, and so does a class of tests without a report: neither proves anything.
//
//   node count-tests.mjs <folder> <number of parts that failed>
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';

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

const tests = `src${sep}test${sep}java${sep}`;

// What Maven takes for tests by their files, and has tests, its own or inherited ones.
const hasTests = (source) => !/^(public )?abstract class /m.test(source) && /@(Arch|Parameterized|Repeated)?Test(Factory)?\b|\bclass \w+ extends /.test(source);

function* classes(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !/^(node_modules|target|\.git)$/.test(entry.name)) {
            yield* classes(path);
        } else if (path.includes(tests) && /(Test|IT)\.java$/.test(entry.name) && hasTests(readFileSync(path, 'utf8'))) {
            yield path.slice(path.indexOf(tests) + tests.length, -'.java'.length).replaceAll(sep, '.');
        }
    }
}

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#10': '\n', '#xa': '\n' };
const firstLines = 4;
const mostCauses = 6;
const longestLine = 400;
const mostMissing = 10;

// The first lines say what was expected, the causes why it was not so; a clean machine keeps nothing else of them.
function* story(body) {
    const text = body
        .replace(/<system-(out|err)>[\s\S]*?<\/system-\1>/g, '')
        .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
        .replace(/^[\s\S]*?<(failure|error|skipped)\b[^>]*>/, '')
        .replace(/<\/?(failure|error|skipped)>/g, '')
        .replace(/&([a-z]+|#10|#xa);/gi, (whole, name) => entities[name.toLowerCase()] ?? whole);
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    yield* lines.slice(0, firstLines);
    yield* lines.slice(firstLines).filter((line) => line.startsWith('Caused by:')).slice(0, mostCauses);
}

let passed = 0;
let failed = 0;
const seen = new Set();
for (const report of reports(root, false)) {
    seen.add(basename(report, '.xml').slice('TEST-'.length));
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
        for (const line of story(body)) console.log(`         ${line.trimEnd().slice(0, longestLine)}`);
    }
}
const missing = [...classes(root)].filter((name) => !seen.has(name));
failed += missing.length;
for (const name of missing.slice(0, mostMissing)) console.log(`missing  ${name} was not run`);
if (missing.length > mostMissing) console.log(`missing  ${missing.length - mostMissing} more classes`);
failed = Math.max(failed, Number(failedParts));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
