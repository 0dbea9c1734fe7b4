// The chat over HTTP. Every message is news for the topic `room-<id>`.
import { addMessage, createRoom, readHistory } from './rooms.js';

export function chat({ database, events }) {
  const path = '/api/rooms/:room/messages';
  return {
    routes: [
      { method: 'GET', path: '/api/rooms', handle: () => ({ body: { rooms: database.select('rooms') } }) },
      {
        method: 'POST',
        path: '/api/rooms',
        handle: ({ body }) => ({ status: 201, body: createRoom(database, body.name) }),
      },
      {
        method: 'GET',
        path,
        handle: ({ params, query }) => ({ body: readHistory(database, Number(params.room), pageOf(query)) }),
      },
      {
        method: 'POST',
        path,
        handle({ params, body, user }) {
          const wanted = { roomId: Number(params.room), author: user.name, text: body.text };
          const message = addMessage(database, wanted);
          events.emit('news', `room-${message.roomId}`, message);
          return { status: 201, body: message };
        },
      },
    ],
  };
}

function pageOf(query) {
  const numbers = ['before', 'limit'].map((name) => [name, Number.parseInt(query.get(name) ?? '', 10)]);
  return Object.fromEntries(numbers.filter(([, number]) => Number.isInteger(number)));
}
