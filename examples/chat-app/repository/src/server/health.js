// Tells that the server is there.
export function health() {
  return { routes: [{ method: 'GET', path: '/api/health', isPublic: true, handle: () => ({ body: { ok: true } }) }] };
}
