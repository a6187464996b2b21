import { minutesBetween } from './clock.js';

const ENTRY = /^(\d{4}-\d{2}-\d{2})\s+(\S+?)-(\S+)\s+(\S+)\s*(.*)$/;

/** The entries of a time sheet; empty lines and comments are skipped. */
export function parseTimesheet(text) {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, number }) => parseEntry(line, number));
}

function parseEntry(line, number) {
  const match = ENTRY.exec(line);
  if (!match) {
    throw new SyntaxError(`line ${number} is not an entry: ${line}`);
  }
  const [, date, start, end, project, activity] = match;
  return { date, project, activity, minutes: minutesBetween(start, end) };
}

/** Minutes per project, in alphabetical order. */
export function totalsByProject(entries) {
  const totals = new Map();
  for (const { project, minutes } of entries) {
    totals.set(project, (totals.get(project) ?? 0) + minutes);
  }
  return new Map([...totals].sort(([a], [b]) => a.localeCompare(b)));
}
