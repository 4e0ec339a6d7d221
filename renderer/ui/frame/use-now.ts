import { useEffect, useState } from 'react';

const EVERY_MS = 1_000;

/** The time for the eye, renewed each second: ages, waits, the clock in the corner. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
