// The two small documents of a backup: the manifest, last in the file, and the keys beside it.
//
//   node backup-manifest.mjs write-manifest <parts file>    the facts come as NAME=value arguments; prints the manifest
//   node backup-manifest.mjs write-keys <backup id> <file…> prints the keys document
//   node backup-manifest.mjs check-manifest <newest version> checks what comes on standard input, prints facts and parts as lines
//   node backup-manifest.mjs check-keys <file> <backup id> <fingerprint> [folder]  checks and, into a folder, writes the files
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const FORMAT = 'open-inspect-backup';
const KEYS_FORMAT = 'open-inspect-keys';
const VERSION = 2;
const LARGEST_DOCUMENT = 64 * 1024 * 1024;
const NAMES = /^(database\.tar|demo\.bundle|blocks|frozen\/[0-9]{1,9}\.tar|layers\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tar)$/;
const KEY_NAMES = /^(master\.key|host\.key|first-password|github-app\.pem|settings\.env)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function refuse(sentence) {
    console.error(sentence);
    process.exit(3);
}

function parse(text, what) {
    try {
        return JSON.parse(text);
    } catch {
        return refuse(`${what} is damaged or not one of ours`);
    }
}

/** Two different keys never have the same; the key cannot be found from it. */
const fingerprint = (key) => createHash('sha256').update(`open-inspect backup ${key.trim()}`).digest('hex').slice(0, 32);

function writeManifest([partsFile, ...facts]) {
    const parts = readFileSync(partsFile, 'utf8').split('\n').filter(Boolean).map((line) => {
        const [name, bytes, sha256] = line.split(' ');
        return { name, bytes: Number(bytes), sha256 };
    });
    const given = Object.fromEntries(facts.map((fact) => [fact.slice(0, fact.indexOf('=')), fact.slice(fact.indexOf('=') + 1)]));
    console.log(JSON.stringify({
        format: FORMAT,
        version: VERSION,
        id: given.id,
        createdAt: given.createdAt,
        schema: given.schema,
        databaseBytes: Number(given.databaseBytes),
        layers: given.layers,
        masterKey: fingerprint(readFileSync(given.masterKey, 'utf8')),
        removedMeanwhile: given.removedMeanwhile.split(' ').filter(Boolean),
        parts,
    }, null, 2));
}

function writeKeys([backup, ...files]) {
    const contents = Object.fromEntries(files.map((file) => [basename(file), readFileSync(file, 'utf8')]));
    console.log(JSON.stringify({ format: KEYS_FORMAT, version: VERSION, backup, files: contents }, null, 2));
}

function checkManifest() {
    const manifest = parse(readFileSync(0, 'utf8').slice(0, LARGEST_DOCUMENT), 'the manifest');
    if (manifest.format !== FORMAT) refuse('this is not a backup of Open-Inspect');
    if (!Number.isInteger(manifest.version)) refuse('the manifest is damaged: it has no version');
    if (manifest.version > VERSION) refuse(`the backup has format ${manifest.version}, this release reads ${VERSION}: it was made by a newer release`);
    const wrong = !UUID.test(manifest.id) || !/^[0-9.]{1,20}$/.test(manifest.schema) || !['here', 'elsewhere'].includes(manifest.layers)
        || !Number.isSafeInteger(manifest.databaseBytes) || !/^[0-9a-f]{32}$/.test(manifest.masterKey)
        || !Array.isArray(manifest.removedMeanwhile) || !manifest.removedMeanwhile.every((id) => UUID.test(id))
        || !Array.isArray(manifest.parts)
        || !manifest.parts.every((part) => NAMES.test(part.name) && Number.isSafeInteger(part.bytes) && /^[0-9a-f]{64}$/.test(part.sha256))
        || new Set(manifest.parts.map((part) => part.name)).size !== manifest.parts.length
        || !manifest.parts.some((part) => part.name === 'database.tar');
    if (wrong) refuse('the manifest is damaged: something in it is missing or of the wrong kind');
    console.log(`id ${manifest.id}`);
    console.log(`createdAt ${String(manifest.createdAt).replace(/[^0-9TZ:.-]/g, '')}`);
    console.log(`schema ${manifest.schema}`);
    console.log(`databaseBytes ${manifest.databaseBytes}`);
    console.log(`layers ${manifest.layers}`);
    console.log(`masterKey ${manifest.masterKey}`);
    console.log(`removedMeanwhile ${manifest.removedMeanwhile.join(' ')}`);
    for (const part of manifest.parts) console.log(`part ${part.sha256} ${part.bytes} ${part.name}`);
}

function checkKeys([file, backup, wanted, folder]) {
    const keys = parse(readFileSync(file, 'utf8'), `the keys file ${file}`);
    if (keys.format !== KEYS_FORMAT) refuse(`${file} is not the keys of a backup`);
    if (keys.version > VERSION) refuse(`${file} has format ${keys.version}, this release reads ${VERSION}: it was made by a newer release`);
    if (keys.backup !== backup) refuse(`${file} belongs to another backup`);
    const files = Object.entries(keys.files ?? {});
    if (!files.every(([name, text]) => KEY_NAMES.test(name) && typeof text === 'string')) refuse(`${file} is damaged: it holds something that is no key`);
    if (fingerprint(keys.files['master.key'] ?? '') !== wanted) refuse(`${file} holds another master key than the one the backup was made with`);
    if (folder) for (const [name, text] of files) writeFileSync(join(folder, name), text, { mode: 0o600 });
}

const commands = { 'write-manifest': writeManifest, 'write-keys': writeKeys, 'check-manifest': checkManifest, 'check-keys': checkKeys };
commands[process.argv[2]](process.argv.slice(3));
