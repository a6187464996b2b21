import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMinutes, minutesBetween, minutesOfDay } from '../src/clock.js';

test('a time of day is minutes since midnight', () => {
  assert.equal(minutesOfDay('00:00'), 0);
  assert.equal(minutesOfDay('09:15'), 555);
  assert.equal(minutesOfDay('23:59'), 1439);
});

test('something else is not a time of day', () => {
  for (const wrong of ['', '9:15', '24:00', '12:60', 'noon']) {
    assert.throws(() => minutesOfDay(wrong), RangeError);
  }
});

test('minutes lie between two times of one day', () => {
  assert.equal(minutesBetween('09:15', '10:45'), 90);
  assert.equal(minutesBetween('12:00', '12:00'), 0);
});

test('minutes are written as hours and minutes', () => {
  assert.equal(formatMinutes(0), '0:00');
  assert.equal(formatMinutes(65), '1:05');
  assert.equal(formatMinutes(1500), '25:00');
});
