import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { assert, present } from '../../shared/lib/assert.ts';

/**
 * A screenshot with 256 colours instead of the true ones: a quarter of the size, and on a screen of
 * plain areas and letters nobody sees it. Pictures in a repository are carried along for ever.
 */
export function withFewColours(png: Buffer): Buffer {
  const { width, height, pixels } = readPng(png);
  const colours = palette(pixels);
  const places = new Map(colours.map((colour, i) => [colour, i]));
  const rows = Buffer.alloc(height * (width + 1));
  pixels.forEach((colour, i) => {
    const place = places.get(colour) ?? nearest(colours, colour);
    places.set(colour, place);
    // One byte before each row: no filter.
    rows[i + Math.floor(i / width) + 1] = place;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE, 0, 0, 0], 8);
  const entries = Buffer.from(colours.flatMap((colour) => channels(colour)));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', entries),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PALETTE = 3;
const MOST_COLOURS = 256;
const SURE_COLOURS = 96;
const BYTES_PER_PIXEL: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB, row by row. */
  readonly pixels: Uint32Array;
}

/** What Chromium writes: eight bits a channel, opaque, not interlaced. */
function readPng(png: Buffer): Pixels {
  assert(png.subarray(0, 8).equals(SIGNATURE), 'a screenshot is a PNG');
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const step = present(BYTES_PER_PIXEL[png[25] ?? -1], 'true colours');
  assert(png[24] === 8 && png[28] === 0, 'eight bits a channel, not interlaced');
  const bytes = unfiltered(inflateSync(imageData(png)), width * step, step);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = bytes.readUIntBE(i * step, 3);
  return { width, height, pixels };
}

function imageData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = SIGNATURE.length;
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  return Buffer.concat(parts);
}

/** Each row says how it was told from its neighbours (PNG, section 9). */
function unfiltered(rows: Buffer, rowLength: number, step: number): Buffer {
  const height = rows.length / (rowLength + 1);
  const bytes = Buffer.alloc(height * rowLength);
  for (let y = 0; y < height; y += 1) {
    const kind = rows[y * (rowLength + 1)] ?? 0;
    for (let x = 0; x < rowLength; x += 1) {
      const at = y * rowLength + x;
      const left = x < step ? 0 : (bytes[at - step] ?? 0);
      const above = y === 0 ? 0 : (bytes[at - rowLength] ?? 0);
      const corner = x < step || y === 0 ? 0 : (bytes[at - rowLength - step] ?? 0);
      const guess = guessed(kind, left, above, corner);
      bytes[at] = (rows[y * (rowLength + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return bytes;
}

function guessed(kind: number, left: number, above: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return above;
  if (kind === 3) return Math.floor((left + above) / 2);
  return kind === 4 ? paeth(left, above, corner) : 0;
}

function paeth(left: number, above: number, corner: number): number {
  const sum = left + above - corner;
  const toLeft = Math.abs(sum - left);
  const toAbove = Math.abs(sum - above);
  const toCorner = Math.abs(sum - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** The commonest ones; then whatever would be missed most, as the hatch of a promise would be. */
function palette(pixels: Uint32Array): readonly number[] {
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  // By the colour where two are as common, so that the same picture is always the same file.
  const all = [...counts].sort(([one, ones], [other, others]) => others - ones || one - other);
  const chosen = all.slice(0, SURE_COLOURS).map(([colour]) => colour);
  const missed = all.slice(SURE_COLOURS).map(([colour, count]) => {
    const apart = Math.min(...chosen.map((one) => distance(one, colour)));
    return { colour, count, apart };
  });
  while (chosen.length < MOST_COLOURS && missed.length > 0) {
    const worst = missed.reduce((one, other) =>
      other.apart * other.count > one.apart * one.count ? other : one,
    );
    if (worst.apart === 0) break;
    chosen.push(worst.colour);
    for (const one of missed) one.apart = Math.min(one.apart, distance(worst.colour, one.colour));
  }
  return chosen;
}

function nearest(colours: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  colours.forEach((candidate, place) => {
    const apart = distance(candidate, colour);
    if (apart >= least) return;
    least = apart;
    best = place;
  });
  return best;
}

function distance(one: number, other: number): number {
  const [red, green, blue] = channels(one);
  const [otherRed, otherGreen, otherBlue] = channels(other);
  return (red - otherRed) ** 2 + (green - otherGreen) ** 2 + (blue - otherBlue) ** 2;
}

function channels(colour: number): [red: number, green: number, blue: number] {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
