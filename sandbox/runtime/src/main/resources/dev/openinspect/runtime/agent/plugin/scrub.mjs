// @ts-check
import { existsSync, writeFileSync } from "node:fs";
import { Database } from "bun:sqlite";
import { compact, scrub } from "./database.mjs";
import { Documents } from "./documents.mjs";
import { settings } from "./settings.mjs";

// Run by itself before OpenCode starts in a kept layer. The marker says that everything in the file came in through the guard.
const db = new Database(settings.database);
try {
    db.run("pragma busy_timeout = 5000");
    const changed = scrub(db, new Documents(settings.needles, settings.mark));
    if (changed > 0 || !existsSync(settings.marker)) compact(db);
    writeFileSync(settings.marker, "");
    console.log(String(changed));
} finally {
    db.close();
}
