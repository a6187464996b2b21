// @ts-check
import { readFileSync } from "node:fs";

/**
 * What the runtime has written beside us, in memory: the secrets in all their forms, and where OpenCode keeps what.
 *
 * @type {{needles: string[], mark: string, database: string, marker: string, outputs: string, hold: {file: string, reading: string[], ours: string, longestMillis: number}, mostOutputBytes: number, mostOutputsBytes: number}}
 */
export const settings = JSON.parse(readFileSync(new URL("settings.json", import.meta.url), "utf8"));
