import {
  fromAbsolute,
  getLocalTimeZone,
  toCalendarDateTime,
  type CalendarDateTime,
} from '@internationalized/date';
import type { ReactNode } from 'react';
import { DateField, DateInput, DateSegment, Label } from 'react-aria-components';
import field from './Field.module.css';
import styles from './MomentField.module.css';

interface Props {
  readonly label: ReactNode;
  /** Epoch milliseconds; null while a part of it is missing. */
  readonly valueMs: number | null;
  readonly onChange: (valueMs: number | null) => void;
}

/** A day and a minute on the clock of the shop, typed part by part. */
export function MomentField({ label, valueMs, onChange }: Props) {
  return (
    <DateField<CalendarDateTime>
      className={field['field'] ?? ''}
      granularity="minute"
      hourCycle={24}
      shouldForceLeadingZeros
      value={valueMs === null ? null : localTime(valueMs)}
      onChange={(value) => onChange(value?.toDate(getLocalTimeZone()).getTime() ?? null)}
    >
      <Label className={field['label'] ?? ''}>{label}</Label>
      <DateInput className={`${field['input'] ?? ''} ${styles['input'] ?? ''}`}>
        {(segment) => <DateSegment segment={segment} className={styles['segment'] ?? ''} />}
      </DateInput>
    </DateField>
  );
}

function localTime(atMs: number): CalendarDateTime {
  return toCalendarDateTime(fromAbsolute(atMs, getLocalTimeZone()));
}
