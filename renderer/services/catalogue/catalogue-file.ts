import Papa from 'papaparse';
import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { mapHeader } from '../../../shared/domain/catalogue-columns.ts';
import { isBlankRow, type CatalogueFaultCode } from '../../../shared/domain/catalogue-csv.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CsvShape, FileEncoding, PreviewOutcome } from './catalogue-ports.ts';

/**
 * Reads a catalogue file piece by piece, so that its size does not matter. Text is decoded by our
 * own streaming decoder: a piece may end in the middle of a Chinese character.
 */
export interface RowBatch {
  readonly rows: readonly (readonly string[])[];
  /** Which of them have quotes that do not fit together, by index. */
  readonly broken: ReadonlyMap<number, CatalogueFaultCode>;
  readonly doneBytes: number;
}

export type ReadFault =
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Not text in the encoding that it seemed to have. */
  | { readonly kind: 'encoding' };

export const MAX_FILE_BYTES = 200_000_000;
const PIECE_BYTES = 256_000;
/** No row is longer; without a limit one forgotten quote would swallow the whole file. */
const MAX_ROW_LENGTH = 1_000_000;
const PREVIEW_ROWS = 8;

export async function previewFile(file: File): Promise<PreviewOutcome> {
  if (file.size === 0) return refused('file-empty');
  if (file.size > MAX_FILE_BYTES) return refused('file-too-large');
  const encoding = await detectEncoding(file);
  if (!encoding.ok) return { kind: 'failed', failure: encoding.error };
  const beginning = await readPiece(file, 0, PIECE_BYTES);
  if (!beginning.ok) return { kind: 'failed', failure: beginning.error };
  const text = new TextDecoder(encoding.value).decode(beginning.value, { stream: true });
  const shape = shapeOf(text, encoding.value);
  const parsed = parse(text, shape, file.size > PIECE_BYTES).rows;
  const filled = parsed
    .filter((row) => !isBlankRow(row))
    .map((row) => row.map((cell) => cell.trim()));
  const [header, ...rows] = filled;
  if (header === undefined) return refused('file-empty');
  const mapping = mapHeader(header);
  return {
    kind: 'preview',
    preview: { shape, header, mapping, rows: rows.slice(0, PREVIEW_ROWS) },
  };
}

/** Every row of the file, the header and blank ones included: the spreadsheet counts them too. */
export async function* csvRows(
  file: File,
  shape: CsvShape,
): AsyncGenerator<Result<RowBatch, ReadFault>, void> {
  const decoder = new TextDecoder(shape.encoding, { fatal: true });
  let rest = '';
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    const to = Math.min(from + PIECE_BYTES, file.size);
    const piece = await readPiece(file, from, to);
    if (!piece.ok) {
      yield err({ kind: 'failed', failure: piece.error });
      return;
    }
    const more = to < file.size;
    const text = decoded(decoder, piece.value, more);
    if (text === null) {
      yield err({ kind: 'encoding' });
      return;
    }
    rest += text;
    const { rows, broken, usedLength } = parse(rest, shape, more);
    rest = rest.slice(usedLength);
    const endless = rest.length > MAX_ROW_LENGTH;
    if (endless) broken.set(rows.push([]) - 1, 'quotes-open');
    yield ok({ rows, broken, doneBytes: to });
    if (endless) return;
  }
}

/** UTF-8 only when all of it is: a file of plain digits for a megabyte may turn Chinese later. */
async function detectEncoding(file: File): Promise<Result<FileEncoding, Failure>> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    const piece = await readPiece(file, from, from + PIECE_BYTES);
    if (!piece.ok) return piece;
    const [first, second] = piece.value;
    if (from === 0 && first === 0xff && second === 0xfe) return ok('utf-16le');
    const more = from + PIECE_BYTES < file.size;
    if (decoded(utf8, piece.value, more) === null) return ok('gb18030');
  }
  return ok('utf-8');
}

/** Null when the bytes are no text of this encoding. */
function decoded(decoder: TextDecoder, bytes: Uint8Array, more: boolean): string | null {
  try {
    return decoder.decode(bytes, { stream: more });
  } catch {
    return null;
  }
}

/** Fails when the file was changed or taken away since it was chosen, as on a pulled stick. */
async function readPiece(
  file: File,
  from: number,
  to: number,
): Promise<Result<Uint8Array, Failure>> {
  try {
    return ok(new Uint8Array(await file.slice(from, to).arrayBuffer()));
  } catch (error) {
    return err(failure('file-unreadable', String(error)));
  }
}

/** The delimiter under which the header line has the most columns that we know, then the most. */
function shapeOf(text: string, encoding: FileEncoding): CsvShape {
  const newline = text.includes('\n') ? '\n' : '\r';
  const [headerLine = ''] = text.trimStart().split(newline, 1);
  const [delimiter] = ([',', '\t', ';'] as const)
    .map((candidate) => {
      const cells = headerLine.replaceAll('"', '').split(candidate);
      return { candidate, known: Object.keys(mapHeader(cells)).length, width: cells.length };
    })
    .sort((a, b) => b.known - a.known || b.width - a.width)
    .map(({ candidate }) => candidate);
  return { encoding, delimiter: delimiter ?? ',', newline };
}

interface Parsed {
  readonly rows: string[][];
  readonly broken: Map<number, CatalogueFaultCode>;
  /** What is left after it belongs to a row that has not ended yet. */
  readonly usedLength: number;
}

function parse(text: string, { delimiter, newline }: CsvShape, more: boolean): Parsed {
  const parser = new Papa.Parser({ delimiter, newline });
  const { data, errors, meta } = parser.parse(text, 0, more) as Papa.ParseResult<string[]>;
  const broken = new Map<number, CatalogueFaultCode>();
  for (const { row, code } of errors) {
    if (row !== undefined)
      broken.set(row, code === 'MissingQuotes' ? 'quotes-open' : 'quotes-broken');
  }
  return { rows: data, broken, usedLength: more ? meta.cursor : text.length };
}

function refused(code: CatalogueFaultCode): PreviewOutcome {
  return { kind: 'refused', faults: [{ row: null, column: null, code, params: {} }] };
}
