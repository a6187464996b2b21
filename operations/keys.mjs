// The master keys of an installation that works: which are used, and another one. Whatever ends it, it can be called again and goes on.
//
//   node keys.mjs <address> <master key file> show
//   node keys.mjs <address> <master key file> rotate
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, fail, keysIn } from './operator-call.mjs';

const LONGEST_MILLIS = 15 * 60_000;
const BETWEEN_MILLIS = 500;
const [address, keyFile, wish] = process.argv.slice(2);

/** The file holds the old keys or the new ones at every moment, also when the machine stops. */
function write(keys) {
    const file = openSync(`${keyFile}.part`, 'w', 0o600);
    writeSync(file, keys.map((key) => `${key}\n`).join(''));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${keyFile}.part`, keyFile);
}

function show(report) {
    const ids = [...new Set([...report.keys.map((key) => key.id), ...report.uses.map((use) => use.key)])];
    for (const id of ids) {
        const uses = report.uses.filter((use) => use.key === id).map((use) => `${use.values} ${use.what}`);
        const place = id === report.first ? 'seals' : report.keys.some((key) => key.id === id) ? 'opens only' : 'IS MISSING';
        console.log(`${id}  ${place.padEnd(10)}  ${uses.join(', ') || 'nothing'}`);
    }
}

async function rotate() {
    let keys = keysIn(keyFile);
    if (keys.length === 1) {
        // Asked before anything is changed: an application that does not run, or has other keys, changes nothing.
        await ask(address, keyFile, 'keys');
        keys = [randomBytes(32).toString('hex'), ...keys];
        write(keys);
        console.log('a new key seals from now on; the old one still opens');
    } else {
        console.log('a change of the key that was not finished goes on');
    }
    const changedAtMillis = Math.ceil(statSync(keyFile).mtimeMs);
    const end = Date.now() + LONGEST_MILLIS;
    let report = await ask(address, keyFile, 'keys/rotate', { changedAtMillis });
    while (!report.done && report.unreadable.length === 0 && Date.now() < end) {
        await pause(BETWEEN_MILLIS);
        report = await ask(address, keyFile, 'keys/rotate', { changedAtMillis });
    }
    if (report.unreadable.length > 0) {
        show(report);
        fail(`these values do not open, so the old key stays: ${report.unreadable.map((value) => value.for).join(', ')}; write them again or delete them, then repeat`);
    }
    if (!report.done) {
        show(report);
        fail('some values still need an old key; repeat the command later');
    }
    write([keys[0]]);
    show(await ask(address, keyFile, 'keys'));
    console.log('everything is sealed with the new key; the old one is removed. Backups from before need their own keys.');
}

if (wish === 'rotate') {
    await rotate();
} else {
    show(await ask(address, keyFile, 'keys'));
}
