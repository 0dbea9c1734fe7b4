// The channel over HTTP, as server-sent events: plain HTTP, and browsers reconnect by themselves and say what they saw last.
import { createChannel } from './channel.js';

const heartbeatMs = 15_000;
const waitingBytesMax = 256 * 1024;

export function realtime({ events }) {
  const channel = createChannel();
  events.on('news', channel.publish);
  const open = ({ params, headers }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = boundedSender(response);
    send(': open\n\n');
    const after = readId(headers['last-event-id']);
    const unfollow = channel.follow(
      params.topic,
      ({ id, news }) => send(`id: ${id}\ndata: ${JSON.stringify(news)}\n\n`),
      { after },
    );
    const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs);
    response.on('close', () => {
      clearInterval(heartbeat);
      unfollow();
    });
  };
  return { routes: [{ method: 'GET', path: '/api/events/:topic', open }] };
}

/** Who reads more slowly than the news come is cut off, and comes back for the rest. */
export function boundedSender(response) {
  return (text) => {
    if (response.destroyed) return;
    if (response.writableLength + text.length > waitingBytesMax) response.destroy();
    else response.write(text);
  };
}

function readId(header) {
  return /^\d{1,15}$/.test(header ?? '') ? Number(header) : undefined;
}
