// The present moment for what shows elapsed time: it goes on while `isTicking`, and stands still otherwise.
import { useEffect, useState } from 'preact/hooks';

const tickMs = 1000;

export function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (!isTicking) return undefined;
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}
