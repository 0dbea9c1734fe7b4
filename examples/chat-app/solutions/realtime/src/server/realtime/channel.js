// Hands news to whoever follows their topic, in order. The latest are kept, so that a follower who was away can catch up.

export function createChannel({ keptMax = 200 } = {}) {
  const followers = new Map();
  const kept = [];
  let lastId = 0;
  return {
    publish(topic, news) {
      const event = { id: (lastId += 1), topic, news };
      kept.push(event);
      if (kept.length > keptMax) kept.shift();
      for (const send of [...(followers.get(topic) ?? [])]) send(event);
    },
    /** `after` is the id of the last event that was seen. Returns the function that ends the following. */
    follow(topic, send, { after = lastId } = {}) {
      for (const event of kept) if (event.topic === topic && event.id > after) send(event);
      const others = followers.get(topic) ?? new Set();
      followers.set(topic, others.add(send));
      return () => {
        others.delete(send);
        if (others.size === 0 && followers.get(topic) === others) followers.delete(topic);
      };
    },
  };
}
