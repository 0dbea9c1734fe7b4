// Ties the form to the server.
import { findProblems, nextPage } from './form.js';

const form = document.getElementById('credentials');

function showProblems({ name = '', password = '', all = '' }) {
  form.elements.nameProblem.value = name;
  form.elements.passwordProblem.value = password;
  form.elements.problem.value = all;
}

form.onsubmit = async (event) => {
  event.preventDefault();
  const action = event.submitter?.value ?? 'sign-in';
  const credentials = { name: form.elements.name.value, password: form.elements.password.value };
  const problems = action === 'sign-out' ? {} : findProblems(credentials, action);
  showProblems(problems);
  if (Object.keys(problems).length > 0) return;
  try {
    const response = await fetch(`/api/${action}`, { method: 'POST', body: JSON.stringify(credentials) });
    if (!response.ok) showProblems({ all: (await response.json()).error });
    else if (action === 'sign-out') form.reset();
    else location.assign(nextPage(location.search));
  } catch {
    showProblems({ all: 'The server is away. Try again in a moment.' });
  }
};
