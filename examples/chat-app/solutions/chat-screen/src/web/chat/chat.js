// Ties the page to the server. What can be decided without a page is decided in the modules beside this one.
import { sendText } from './composer.js';
import { follow } from './connection.js';
import { addMessages, addPage, emptyTimeline, keptPlace } from './timeline.js';

const byId = (id) => document.getElementById(id);
const view = { roomId: undefined, timeline: emptyTimeline, leave: () => {} };

async function call(method, path, body) {
  const options = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...options });
  if (response.status === 401) location.assign(`/auth/?next=${encodeURIComponent(location.pathname)}`);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function show(timeline) {
  view.timeline = timeline;
  byId('older').hidden = !timeline.hasOlder;
  byId('messages').replaceChildren(
    ...timeline.messages.map(({ author, text }) => {
      const line = document.createElement('p');
      line.textContent = `${author}: ${text}`;
      return line;
    }),
  );
}

async function loadPage(roomId, query = '') {
  const page = await call('GET', `/api/rooms/${roomId}/messages${query}`);
  if (view.roomId === roomId) show(addPage(view.timeline, page));
}

function openRoom(id) {
  view.leave();
  view.roomId = id;
  show(emptyTimeline);
  view.leave = follow(`room-${id}`, {
    onNews: (message) => show(addMessages(view.timeline, [message])),
    onOpen: () => loadPage(id),
  });
}

async function showRooms() {
  const { rooms } = await call('GET', '/api/rooms');
  const buttons = rooms.map(({ id, name }) => {
    const button = document.createElement('button');
    button.textContent = name;
    button.onclick = () => openRoom(id);
    return button;
  });
  byId('rooms').replaceChildren(...buttons);
  if (view.roomId === undefined && rooms.length > 0) openRoom(rooms[0].id);
}

byId('older').onclick = async () => {
  const list = byId('messages');
  const before = { scrollTop: list.scrollTop, scrollHeight: list.scrollHeight };
  await loadPage(view.roomId, `?before=${view.timeline.messages[0].id}`);
  list.scrollTop = keptPlace(before, list.scrollHeight);
};

byId('new-room').onclick = async () => {
  const name = prompt('Name of the room');
  if (name === null) return;
  await call('POST', '/api/rooms', { name }).catch((error) => alert(error.message));
  await showRooms();
};

byId('composer').onsubmit = async (event) => {
  event.preventDefault();
  const field = event.target.elements.text;
  const send = (text) => call('POST', `/api/rooms/${view.roomId}/messages`, { text });
  const { text, problem } = await sendText(field.value, send);
  field.value = text;
  byId('problem').value = problem;
};

await showRooms();
