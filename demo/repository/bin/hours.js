#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { formatMinutes } from '../src/clock.js';
import { parseTimesheet, totalsByProject } from '../src/timesheet.js';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('usage: hours <time sheet>');
  process.exit(2);
}

try {
  const totals = totalsByProject(parseTimesheet(await readFile(file, 'utf8')));
  const width = Math.max(...[...totals.keys(), 'total'].map((name) => name.length)) + 2;
  for (const [project, minutes] of totals) {
    console.log(project.padEnd(width) + formatMinutes(minutes).padStart(6));
  }
  const total = [...totals.values()].reduce((sum, minutes) => sum + minutes, 0);
  console.log('total'.padEnd(width) + formatMinutes(total).padStart(6));
} catch (error) {
  console.error(`hours: ${error.message}`);
  process.exit(1);
}
