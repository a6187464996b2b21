import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTimesheet, totalsByProject } from '../src/timesheet.js';

test('a line is an entry', () => {
  assert.deepEqual(parseTimesheet('2026-03-02 09:15-10:45 acme Write the offer'), [
    { date: '2026-03-02', project: 'acme', activity: 'Write the offer', minutes: 90 },
  ]);
});

test('comments and empty lines are skipped', () => {
  assert.deepEqual(parseTimesheet('# Monday\n\n   \n'), []);
});

test('an error names its line', () => {
  assert.throws(() => parseTimesheet('# Monday\nlunch'), /line 2 is not an entry: lunch/);
});

test('totals are added up by project', () => {
  const entries = parseTimesheet(
    ['2026-03-02 11:00-12:00 internal Meeting', '2026-03-02 09:00-09:30 acme A', '2026-03-02 10:00-10:15 acme B'].join('\n'),
  );

  assert.deepEqual([...totalsByProject(entries)], [
    ['acme', 45],
    ['internal', 60],
  ]);
});
