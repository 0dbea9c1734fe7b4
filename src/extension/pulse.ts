// Many causes, few effects: whoever rings is answered soon, and all who rang meanwhile are answered together. There is never
// more than one beat in `everyMs`, and none without a ring.

export interface Pulse {
  ring(): void;
  dispose(): void;
}

export function createPulse(everyMs: number, beat: () => void): Pulse {
  let timer: NodeJS.Timeout | undefined;
  let lastAt = -Infinity;
  return {
    ring() {
      if (timer !== undefined) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          lastAt = performance.now();
          beat();
        },
        Math.max(0, lastAt + everyMs - performance.now()),
      );
    },
    dispose() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
