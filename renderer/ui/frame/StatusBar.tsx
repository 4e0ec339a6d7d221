import { DiskPart } from './DiskPart.tsx';
import { AttentionPart, UnsentPart, WindowNews } from './MoneyParts.tsx';
import { ConnectionNews, ConnectionPart } from './ConnectionPart.tsx';
import {
  ClockPart,
  HelpPart,
  JournalPart,
  NumbersPart,
  PrinterPart,
  ReaderPart,
} from './MachineParts.tsx';
import styles from './StatusBar.module.css';

/**
 * Always there and never lies: what it shows comes from the two copies and from real requests.
 * Each part explains itself when touched. Parts keep their places: what changes most has a width
 * of its own, and on a small screen second words go where the explanation is.
 */
export function StatusBar() {
  return (
    <footer className={styles['bar']}>
      <ConnectionNews />
      <WindowNews />
      <ConnectionPart />
      <UnsentPart />
      <AttentionPart />
      <ClockPart />
      <DiskPart />
      <span className={styles['space']} />
      <PrinterPart />
      <JournalPart />
      <ReaderPart />
      <NumbersPart />
      <HelpPart />
    </footer>
  );
}
