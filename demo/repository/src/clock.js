const MINUTES_PER_HOUR = 60;

/** Minutes since midnight of a time of day such as "09:15". */
export function minutesOfDay(time) {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!match) {
    throw new RangeError(`not a time of day: ${time}`);
  }
  return Number(match[1]) * MINUTES_PER_HOUR + Number(match[2]);
}

/** Minutes from one time of day to another. */
export function minutesBetween(start, end) {
  return minutesOfDay(end) - minutesOfDay(start);
}

/** Minutes as people write them on an invoice: 225 is "3:45". */
export function formatMinutes(minutes) {
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  return `${hours}:${String(minutes % MINUTES_PER_HOUR).padStart(2, '0')}`;
}
