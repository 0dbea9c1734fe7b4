// Wakes the loop. Many rings before the next wait count as one: the loop looks at everything each time it wakes.

export interface Bell {
  ring(): void;
  /** Resolves at the next ring, at once if it has rung since the last wait, or after `timeoutMs`. True when it rang. */
  wait(timeoutMs: number): Promise<boolean>;
}

export function createBell(): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      hasRung = true;
      wake?.();
    },
    async wait(timeoutMs) {
      if (!hasRung) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, timeoutMs);
        });
        clearTimeout(timer);
        wake = undefined;
      }
      const rang = hasRung;
      hasRung = false;
      return rang;
    },
  };
}
