// Turns requests into answers: finds the route, lets the guards say who is there, and answers errors in JSON.
import { createServer } from 'node:http';
import { readAsset } from './assets.js';
import { HttpError } from './http-error.js';
import { parts } from './parts.js';
import { streams } from './streams.js';

const bodyBytesMax = 64 * 1024;

export function createApp(context) {
  const opened = [...parts, ...streams].map((open) => open(context));
  const routes = opened.flatMap((part) => part.routes);
  const guards = opened.flatMap((part) => part.guard ?? []);
  return createServer(async (request, response) => {
    try {
      await answer(request, response, { routes, guards });
    } catch (error) {
      if (!(error instanceof HttpError)) console.error(error);
      const { status, message } =
        error instanceof HttpError ? error : { status: 500, message: 'Something went wrong.' };
      if (response.headersSent) response.destroy();
      else sendJson(response, { status, body: { error: message } });
    }
  });
}

async function answer(incoming, response, { routes, guards }) {
  const url = new URL(incoming.url, 'http://localhost');
  if (!url.pathname.startsWith('/api/')) return readAsset(url.pathname).then((asset) => send(response, asset));
  const { route, params } = findRoute(routes, incoming.method, url.pathname);
  const cookies = readCookies(incoming.headers.cookie);
  const request = { params, cookies, query: url.searchParams, headers: incoming.headers, user: { name: 'guest' } };
  if (!route.isPublic) for (const guard of guards) request.user = guard(request);
  if (route.open) return route.open(request, response);
  request.body = await readJson(incoming);
  sendJson(response, await route.handle(request));
}

function findRoute(routes, method, path) {
  const parts = path.split('/');
  for (const route of routes) {
    const names = route.path.split('/');
    const doesMatch = names.length === parts.length && names.every((name, i) => name[0] === ':' || name === parts[i]);
    if (route.method !== method || !doesMatch) continue;
    const pairs = names.flatMap((name, i) => (name[0] === ':' ? [[name.slice(1), parts[i]]] : []));
    return { route, params: Object.fromEntries(pairs) };
  }
  throw new HttpError(404, `There is no ${method} ${path}.`);
}

function readCookies(header = '') {
  return Object.fromEntries(header.split('; ').map((cookie) => cookie.split('=', 2)));
}

async function readJson(incoming) {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) {
    text += chunk;
    if (text.length > bodyBytesMax) throw new HttpError(413, 'The request is too large.');
  }
  try {
    return text === '' ? {} : (JSON.parse(text) ?? {});
  } catch {
    throw new HttpError(400, 'The request is no valid JSON.');
  }
}

function sendJson(response, { status = 200, body = {}, headers = {} }) {
  const type = 'application/json; charset=utf-8';
  send(response, { status, headers: { ...headers, 'content-type': type }, body: JSON.stringify(body) });
}

function send(response, { status = 200, headers, body }) {
  response.writeHead(status, headers).end(body);
}
