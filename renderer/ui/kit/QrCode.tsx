import { qrModules } from '../../services/slips/qr-code.ts';
import styles from './QrCode.module.css';

/** Four light modules around it are what scanners need to find it. */
const QUIET = 4;

/** Dark on light whatever the theme: a scanner reads nothing else. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const modules = qrModules(text, QUIET);
  const size = modules.length;
  const path = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return (
    <figure className={styles['code']} aria-label={label} data-code={text}>
      <svg viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden="true">
        <rect width={size} height={size} fill="#fff" />
        <path d={path.join('')} fill="#000" />
      </svg>
    </figure>
  );
}
