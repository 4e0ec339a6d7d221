import encodeQR from 'qr';

/** A quarter of what is unreadable may be torn or faded; digits alone are the densest. */
const OPTIONS = { ecc: 'medium', encoding: 'numeric' } as const;

/** Dark modules, row by row, with a light edge of so many around them. */
export function qrModules(digits: string, border: number): readonly (readonly boolean[])[] {
  return encodeQR(digits, 'raw', { ...OPTIONS, border });
}

/** Upper and lower half of a character are a module each: on paper they come out square. */
const HALVES = [' ', '▄', '▀', '█'] as const;

export function qrLines(digits: string, width: number): readonly string[] {
  const modules = qrModules(digits, 1);
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
