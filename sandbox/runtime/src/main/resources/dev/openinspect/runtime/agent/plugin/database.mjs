// @ts-check

const WRITES = /^\s*(?:insert|replace|update|with)\b/i;

/** Tables whose columns hold texts that are no documents. */
const TEXTS = /^\s*(?:insert\s+into|replace\s+into|update)\s+["`]?(?:session|todo)["`]?\s/i;

/**
 * Puts us between OpenCode and SQLite: whatever a statement is about to write is redacted first. OpenCode writes what a command has
 * said so far many times before the command ends, and no hook of its own sees that; here nothing passes by. What never gets in needs no
 * erasing from free pages or from the log that is written ahead.
 *
 * @param {any} Database the class of bun:sqlite
 * @param {import("./documents.mjs").Documents} documents
 */
export function guard(Database, documents) {
    const { query, prepare, run } = Database.prototype;
    const guarded = new WeakSet();

    /** @param {any} statement @param {string} sql */
    function guardStatement(statement, sql) {
        if (guarded.has(statement) || !WRITES.test(sql)) return statement;
        guarded.add(statement);
        for (const name of ["all", "get", "run", "values", "iterate", "raw"]) {
            const original = statement[name];
            if (typeof original !== "function") continue;
            statement[name] = /** @param {any[]} values */ (...values) => original.apply(statement, cleaned(sql, values));
        }
        return statement;
    }

    /** @param {string} sql @param {any} value */
    function cleaned(sql, value) {
        if (typeof value === "string") return TEXTS.test(sql) ? documents.text(value) : documents.document(value);
        if (Array.isArray(value)) return value.map((item) => cleaned(sql, item));
        if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
        return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleaned(sql, inner)]));
    }

    Database.prototype.query = function (/** @type {string} */ sql, /** @type {any[]} */ ...rest) {
        return guardStatement(query.call(this, sql, ...rest), sql);
    };
    Database.prototype.prepare = function (/** @type {string} */ sql, /** @type {any[]} */ ...rest) {
        return guardStatement(prepare.call(this, sql, ...rest), sql);
    };
    Database.prototype.run = function (/** @type {string} */ sql, /** @type {any[]} */ ...values) {
        return run.call(this, sql, ...(WRITES.test(sql) ? cleaned(sql, values) : values));
    };
    Database.prototype.exec = Database.prototype.run;
}

/**
 * Takes out what is in a database already: from an older release, or because a value became a secret after it was printed. Nobody else
 * may have the file open.
 *
 * @param {any} db
 * @param {import("./documents.mjs").Documents} documents
 * @returns {number} how many values were changed
 */
export function scrub(db, documents) {
    let changed = 0;
    const tables = db.query("select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'").all();
    for (const { name: table } of tables) {
        const texts = /^(?:session|todo)$/.test(table);
        for (const { name: column, type } of db.query(`pragma table_info("${table}")`).all()) {
            if (!/text/i.test(type)) continue;
            const update = db.prepare(`update "${table}" set "${column}" = ? where rowid = ?`);
            const rows = db.prepare(`select rowid as row, "${column}" as value from "${table}" where typeof("${column}") = 'text'`);
            for (const { row, value } of rows.all()) {
                const clean = texts ? documents.text(value) : documents.document(value);
                if (clean === value) continue;
                update.run(clean, row);
                changed++;
            }
        }
    }
    return changed;
}

/**
 * Writes the whole database anew, so that nothing of what was deleted or overwritten is left between the rows.
 *
 * @param {any} db
 */
export function compact(db) {
    db.run("vacuum");
    const { busy } = db.query("pragma wal_checkpoint(truncate)").get();
    if (busy) throw new Error("somebody else has the database open");
}
