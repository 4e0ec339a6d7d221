import { useEffect, useState } from 'react';

const EVERY_MS = 1_000;

/** The time for the eye, renewed each second: ages, waits, the clock in the corner. */
export function useNow(): number {
  return useEverySecond(wallMs);
}

/** The same of the clock that nobody sets: a wait is measured by it (P5). */
export function usePassed(): number {
  return useEverySecond(passedMs);
}

const wallMs = (): number => Date.now();
const passedMs = (): number => performance.now();

function useEverySecond(read: () => number): number {
  const [ms, setMs] = useState(read);
  useEffect(() => {
    const timer = setInterval(() => setMs(read()), EVERY_MS);
    return () => clearInterval(timer);
  }, [read]);
  return ms;
}
