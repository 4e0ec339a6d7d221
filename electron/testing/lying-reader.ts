import { lyingReaderWith, type LyingReader } from '../../shared/host/testing/lying-reader.ts';
import { readerPorts } from '../platform/reader-ports.ts';

/** Computing as the program's own reader does. */
export function lyingReader(): LyingReader {
  return lyingReaderWith(readerPorts);
}
