import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTimesheet } from '../src/timesheet.js';

test('an entry may go past midnight', () => {
  const [entry] = parseTimesheet('2026-03-02 22:30-00:45 acme Move the database');

  assert.equal(entry.minutes, 135);
});
