// The door between a page and its host. Every message that comes in is parsed, and what is no message of ours is dropped; what the
// page wants to find again after a reload of the window is kept by the editor.
import type * as z from 'zod/mini';

export interface Door<Out, Kept> {
  post(message: Out): void;
  /** What was kept the last time; undefined when there is nothing, or nothing that can be understood. */
  remembered(): Kept | undefined;
  remember(kept: Kept): void;
}

export interface DoorOptions<In, Kept> {
  messages: z.ZodMiniType<In>;
  memory: z.ZodMiniType<Kept>;
  onMessage: (message: In) => void;
}

/** Can be opened once in the life of a page. */
export function openDoor<In, Out, Kept>({ messages, memory, onMessage }: DoorOptions<In, Kept>): Door<Out, Kept> {
  const editor = acquireVsCodeApi();
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = messages.safeParse(data);
    if (message.success) onMessage(message.data);
  });
  return {
    post: (message) => editor.postMessage(message),
    remembered: () => {
      const kept = memory.safeParse(editor.getState());
      return kept.success ? kept.data : undefined;
    },
    remember: (kept) => editor.setState(kept),
  };
}
