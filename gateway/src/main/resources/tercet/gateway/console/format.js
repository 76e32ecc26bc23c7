// Numbers and times for people. Units are always written.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function number(value) {
  return value === undefined || value === null || Number.isNaN(value) ? '–' : whole.format(value);
}

export function rate(value) {
  return value < 10 ? tenths.format(value) : whole.format(value);
}

/** A time span in the largest unit that tells it. */
export function span(millis) {
  const seconds = Math.abs(millis) / 1000;
  if (seconds < 1) return `${Math.round(Math.abs(millis))} ms`;
  if (seconds < 60) return `${tenths.format(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${whole.format(seconds / 86400)} d`;
}

export function relative(iso, now = Date.now()) {
  const millis = now - Date.parse(iso);
  return millis >= 0 ? `${span(millis)} ago` : `in ${span(millis)}`;
}

/** The upper bounds of the latencies that a node counts, in milliseconds; the last has none. */
const BOUNDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

/** A percentile of counted latencies, in milliseconds; null without a count. */
export function percentile(counts, part) {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let rank = all * part;
  if (all === 0) return null;
  for (let i = 0; i < counts.length; i++) {
    if (rank <= counts[i] && counts[i] > 0) {
      const low = i === 0 ? 0 : BOUNDS[i - 1];
      const high = i < BOUNDS.length ? BOUNDS[i] : BOUNDS[BOUNDS.length - 1] * 2;
      return low + ((high - low) * rank) / counts[i];
    }
    rank -= counts[i];
  }
  return null;
}

export function addCounts(one, other) {
  return one.length === 0 ? [...other] : one.map((count, i) => count + (other[i] || 0));
}
