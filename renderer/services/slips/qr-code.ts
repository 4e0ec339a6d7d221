import encodeQR from 'qr';

/** What little of it may be torn or faded; digits alone are the densest, then capitals. */
function optionsFor(text: string) {
  const isCapitals = /^[0-9A-Z $%*+./:-]*$/.test(text);
  const encoding = /^\d*$/.test(text) ? 'numeric' : isCapitals ? 'alphanumeric' : 'byte';
  return { ecc: 'medium', encoding } as const;
}

/** An address as a code: the bank's own are as good in capitals, and smaller. */
export function qrTextOf(url: string): string {
  return url.toUpperCase();
}

/** Dark modules, row by row, with a light edge of so many around them. */
export function qrModules(text: string, border: number): readonly (readonly boolean[])[] {
  return encodeQR(text, 'raw', { ...optionsFor(text), border });
}

/** Upper and lower half of a character are a module each: on paper they come out square. */
const HALVES = [' ', '▄', '▀', '█'] as const;

export function qrLines(text: string, width: number): readonly string[] {
  const modules = qrModules(text, 1);
  const size = modules.length;
  const margin = ' '.repeat(Math.max(0, Math.floor((width - size) / 2)));
  const dark = (y: number, x: number): number => (modules[y]?.[x] === true ? 1 : 0);
  return Array.from({ length: Math.ceil(size / 2) }, (_, pair) => {
    const line = Array.from({ length: size }, (_unused, x) => {
      const halves = 2 * dark(2 * pair, x) + dark(2 * pair + 1, x);
      return HALVES[halves] ?? ' ';
    });
    return margin + line.join('');
  });
}
