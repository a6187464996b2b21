// @ts-check
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const lookEveryMillis = 25;

/**
 * Waits while the runtime brings the working tree up to date, unless the tool only reads.
 *
 * @param {{file: string, reading: string[], ours: string, longestMillis: number}} hold `file` is there as long as edits wait
 * @param {string} tool
 */
export async function awaitTree(hold, tool) {
    if (hold.reading.includes(tool) || tool.startsWith(hold.ours)) return;
    const end = Date.now() + hold.longestMillis;
    while (existsSync(hold.file)) {
        if (Date.now() > end) throw new Error("The working tree is still being brought up to date. Try again later.");
        await pause(lookEveryMillis);
    }
}
