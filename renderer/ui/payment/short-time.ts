const two = (number: number): string => String(number).padStart(2, '0');

/** `11-24 13:26`, by the shop's clock: a day that is not today must be seen as such. */
export function shortTime(atMs: number): string {
  const at = new Date(atMs);
  const day = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `00:13:36`; an hour after midnight is no hour 24, whatever the language of the screen. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
}
