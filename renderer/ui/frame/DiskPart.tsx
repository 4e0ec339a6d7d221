import { HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { diskSpace } from '../../../shared/domain/disk-space.ts';
import { InfoPopover } from '../kit/InfoPopover.tsx';
import { classes } from '../kit/classes.ts';
import { useTillState } from '../stores-context.ts';
import styles from './DiskPart.module.css';

const BYTES_A_MEGABYTE = 1_000_000;

/** There only while the disk needs somebody: soon, or before the next payment (F08). */
export function DiskPart() {
  const { t } = useTranslation('frame');
  const freeBytes = useTillState('till', ({ facts }) => facts?.freeBytes ?? null);
  const space = diskSpace(freeBytes);
  if (freeBytes === null || space === 'enough') return null;
  const left = Math.floor(freeBytes / BYTES_A_MEGABYTE);
  const says = t(`disk.${space}`, { left });
  return (
    <InfoPopover
      label={says}
      face={
        <output className={classes(styles['disk'], styles[space])}>
          <HardDrive size={16} aria-hidden="true" />
          {says}
        </output>
      }
    >
      <p>{t(`diskMeans.${space}`)}</p>
      <p>{t('diskRemedy')}</p>
    </InfoPopover>
  );
}
