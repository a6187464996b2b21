// Turns the server's JSON log on standard input into lines for people: the last warnings and errors, each with the beginning of its stack.
//
//   node readable-log.mjs <how many>
import { readFileSync } from 'node:fs';

const wanted = Number(process.argv[2]);
const WARNING = 900;
const FRAMES = 8;

function parse(line) {
    try {
        return [JSON.parse(line)];
    } catch {
        // Cut off by a crash, or not from the logger.
        return [];
    }
}

const entries = readFileSync(0, 'utf8').split('\n').flatMap(parse).filter((entry) => Number(entry.LevelValue) >= WARNING);
for (const { Timestamp, Level, LoggerName, LogMessage, Throwable } of entries.slice(-wanted)) {
    const message = LogMessage ?? Throwable?.Exception ?? '';
    console.log(`${Timestamp} ${Level} ${LoggerName}: ${message.split('\n').slice(0, FRAMES).join('\n    ').slice(0, 1500)}`);
    for (const frame of (Throwable?.StackTrace ?? '').split('\n').filter(Boolean).slice(0, FRAMES)) console.log(`    ${frame.trim().slice(0, 300)}`);
}
