// What a reader sees of a room: messages in the order of their ids, each once, however often they arrive.

export const emptyTimeline = { messages: [], hasOlder: false };

export function addMessages(timeline, messages) {
  const byId = new Map([...timeline.messages, ...messages].map((message) => [message.id, message]));
  return { ...timeline, messages: [...byId.values()].sort((a, b) => a.id - b.id) };
}

/** A page of the history. Only one that goes further back than what is there tells whether there is more. */
export function addPage(timeline, { messages, hasOlder }) {
  const isFurtherBack = (messages[0]?.id ?? Infinity) < (timeline.messages[0]?.id ?? Infinity);
  return { ...addMessages(timeline, messages), hasOlder: isFurtherBack ? hasOlder : timeline.hasOlder };
}

/** Where to scroll so that the same message stays in view while others are put above it. */
export function keptPlace(before, heightAfter) {
  return before.scrollTop + heightAfter - before.scrollHeight;
}
