import { useCallback, useEffect, useRef, useState } from 'react';

/** What one press has begun, in a dialog that may be left before it ends. */
export interface Busy {
  readonly isBusy: boolean;
  /** Pressed twice is pressed once: nothing is begun while something is under way. */
  readonly run: (work: () => Promise<unknown>) => Promise<void>;
  /** Whoever pressed has gone on to something else: what comes now must not call him back. */
  readonly isLeft: () => boolean;
}

export function useBusy(): Busy {
  const [isBusy, setBusy] = useState(false);
  const isRunning = useRef(false);
  const hasLeft = useRef(false);
  useEffect(() => {
    hasLeft.current = false;
    return () => {
      hasLeft.current = true;
    };
  }, []);
  const run = useCallback(async (work: () => Promise<unknown>): Promise<void> => {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    try {
      await work();
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  }, []);
  const isLeft = useCallback(() => hasLeft.current, []);
  return { isBusy, run, isLeft };
}
