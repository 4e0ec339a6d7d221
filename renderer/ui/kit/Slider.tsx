import type { ReactNode } from 'react';
import {
  Label,
  Slider as AriaSlider,
  SliderOutput,
  SliderThumb,
  SliderTrack,
} from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './Slider.module.css';

interface Props {
  readonly label: string;
  /** One thumb each; several bound a range and cannot pass each other. */
  readonly values: readonly number[];
  /** What each thumb sets, where there are several. */
  readonly thumbNames?: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly format?: Intl.NumberFormatOptions;
  readonly onChange: (values: readonly number[]) => void;
  /** Below the track: what it was, or what it means. */
  readonly note?: ReactNode;
  readonly isMoved?: boolean;
}

/** Dragged, pressed on its track, or moved by arrows, Page Up and Page Down, Home and End. */
export function Slider({
  label,
  values,
  thumbNames = [],
  min,
  max,
  step = 1,
  format = {},
  onChange,
  note,
  isMoved = false,
}: Props) {
  return (
    <AriaSlider
      className={classes(styles['slider'], isMoved && styles['moved'])}
      value={[...values]}
      minValue={min}
      maxValue={max}
      step={step}
      formatOptions={format}
      onChange={onChange}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <SliderOutput className={styles['output'] ?? ''}>
        {({ state }) => state.values.map((_, i) => state.getThumbValueLabel(i)).join(' – ')}
      </SliderOutput>
      <SliderTrack className={styles['track'] ?? ''}>
        {({ state }) => (
          <>
            <Filled state={state} />
            {state.values.map((_, i) => (
              <SliderThumb
                // Thumbs keep their order.
                key={i}
                index={i}
                className={styles['thumb'] ?? ''}
                {...(thumbNames[i] !== undefined && { 'aria-label': thumbNames[i] })}
              />
            ))}
          </>
        )}
      </SliderTrack>
      {note !== undefined && <div className={styles['note']}>{note}</div>}
    </AriaSlider>
  );
}

interface FilledProps {
  readonly state: {
    readonly values: readonly number[];
    readonly getThumbPercent: (index: number) => number;
  };
}

/** From the left end to the thumb; between them where there are two. */
function Filled({ state }: FilledProps) {
  const last = state.getThumbPercent(state.values.length - 1);
  const first = state.values.length > 1 ? state.getThumbPercent(0) : 0;
  const style = { left: `${first * 100}%`, width: `${(last - first) * 100}%` };
  return <div className={styles['filled']} style={style} />;
}
