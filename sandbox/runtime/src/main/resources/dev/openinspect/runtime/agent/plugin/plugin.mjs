// @ts-check
import { WriteStream } from "node:fs";
import { Database } from "bun:sqlite";
import { guard } from "./database.mjs";
import { Documents } from "./documents.mjs";
import { awaitTree } from "./hold.mjs";
import { keepNewest, limitOutputs } from "./outputs.mjs";
import { settings } from "./settings.mjs";

const installed = Symbol.for("dev.openinspect.store");

/** OpenCode calls this once for every folder that it opens; the process is guarded once. */
export const OpenInspectStore = async () => {
    const shared = /** @type {any} */ (globalThis);
    if (!shared[installed]) {
        shared[installed] = new Documents(settings.needles, settings.mark);
        guard(Database, shared[installed]);
        limitOutputs(WriteStream, settings.outputs, settings.mostOutputBytes);
    }
    return {
        "tool.execute.before": async (/** @type {any} */ call) => awaitTree(settings.hold, call.tool),
        "tool.execute.after": async (/** @type {any} */ _call, /** @type {any} */ result) => {
            shared[installed].result(result);
            keepNewest(settings.outputs, settings.mostOutputsBytes);
        },
    };
};
