import { crc32, deflateSync } from 'node:zlib';

/**
 * The sign of TwinTill as a PNG: a rounded square, its left half solid (certain), its right half
 * hatched (promised). Drawn here, so that no binary file has to be kept in step with the colours.
 */
const GREEN = [0x0b, 0x6b, 0x5d] as const;
const AMBER = [0xf0, 0xa8, 0x30] as const;
const PALE = [0xff, 0xf3, 0xdc] as const;

export function drawIcon(sizePx: number): Buffer {
  const rows = Buffer.alloc(sizePx * (1 + sizePx * 4));
  for (let y = 0; y < sizePx; y += 1) {
    for (let x = 0; x < sizePx; x += 1) {
      const at = y * (1 + sizePx * 4) + 1 + x * 4;
      const [red, green, blue] = colourAt(x / sizePx, y / sizePx);
      rows.set([red, green, blue, Math.round(255 * coverage(x, y, sizePx))], at);
    }
  }
  return png(sizePx, deflateSync(rows, { level: 9 }));
}

function colourAt(x: number, y: number): readonly [number, number, number] {
  if (x < 0.5) return GREEN;
  return Math.floor((x + y) * 10) % 2 === 0 ? AMBER : PALE;
}

/** How much of the pixel lies inside the rounded square: 0 to 1, soft at the edge. */
function coverage(x: number, y: number, sizePx: number): number {
  const radius = sizePx * 0.22;
  const inner = sizePx / 2 - radius;
  const beyond = (value: number) => Math.max(Math.abs(value + 0.5 - sizePx / 2) - inner, 0);
  const distance = Math.hypot(beyond(x), beyond(y)) - radius;
  return Math.min(Math.max(0.5 - distance, 0), 1);
}

function png(sizePx: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sizePx, 0);
  header.writeUInt32BE(sizePx, 4);
  // 8 bits a channel, RGBA, the only compression, filter and no interlacing.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const result = Buffer.alloc(body.length + 8);
  result.writeUInt32BE(data.length, 0);
  body.copy(result, 4);
  result.writeUInt32BE(crc32(body), body.length + 4);
  return result;
}
