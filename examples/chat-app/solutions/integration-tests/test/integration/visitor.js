// Somebody with a browser: keeps the cookie, and reads news as they come.
export function visitor(origin) {
  let cookie = '';
  return {
    async call(method, path, body) {
      const options = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${origin}${path}`, { method, headers: { cookie }, ...options });
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return { status: response.status, body: await response.json() };
    },
    /** The next `count` news of a topic; listens by the time that it returns. */
    async follow(topic, count) {
      const ended = new AbortController();
      const { body } = await fetch(`${origin}/api/events/${topic}`, { headers: { cookie }, signal: ended.signal });
      return { news: readNews(body.pipeThrough(new TextDecoderStream()), count).finally(() => ended.abort()) };
    },
  };
}

async function readNews(stream, count) {
  let text = '';
  for await (const chunk of stream) {
    text += chunk;
    const news = [...text.matchAll(/^data: (.*)\n\n/gm)].map(([, line]) => JSON.parse(line));
    if (news.length >= count) return news;
  }
  throw new Error('The stream has ended too early.');
}
