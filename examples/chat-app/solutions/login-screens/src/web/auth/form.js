// What the form may send, and where it leads to. The server checks everything again.

const passwordCharactersMin = 10;

/** A sentence for each field that is wrong. Only a new password has to be a good one. */
export function findProblems({ name, password }, action) {
  const problems = {};
  if (name.trim() === '') problems.name = 'Enter your name.';
  if (password === '') problems.password = 'Enter your password.';
  else if (action === 'sign-up' && password.length < passwordCharactersMin) {
    problems.password = `Take at least ${passwordCharactersMin} characters.`;
  }
  return problems;
}

/** The page that was asked for. Never another site: a link to the form can be made by anybody. */
export function nextPage(search) {
  const next = new URLSearchParams(search).get('next') ?? '';
  const home = 'http://chat.invalid';
  const url = URL.canParse(next, home) ? new URL(next, home) : undefined;
  return next !== '' && url?.origin === home ? `${url.pathname}${url.search}` : '/chat/';
}
