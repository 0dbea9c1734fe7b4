// Follows a topic, and comes back when the connection is lost: after half a second, then after twice as long each time.

const firstDelayMs = 500;
const delayMsMax = 30_000;

/** `onOpen` runs with every connection: the time to fetch what was missed. Returns the function that ends the following. */
export function follow(topic, { onNews, onOpen, open = (url) => new EventSource(url), later = setTimeout }) {
  let failures = 0;
  let hasEnded = false;
  let source;
  const connect = () => {
    if (hasEnded) return;
    source = open(`/api/events/${topic}`);
    source.onopen = () => {
      failures = 0;
      onOpen();
    };
    source.onmessage = ({ data }) => onNews(JSON.parse(data));
    source.onerror = () => {
      source.close();
      later(connect, Math.min(firstDelayMs * 2 ** failures, delayMsMax));
      failures += 1;
    };
  };
  connect();
  return () => {
    hasEnded = true;
    source.close();
  };
}
