/** Days are counted where the reader is: what a request says of that. */

export function whereIsReader() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone ? { "X-Time-Zone": timeZone } : {};
}
