// What becomes of the input field when its text is sent: only what has arrived is taken away.

export async function sendText(text, send) {
  if (text.trim() === '') return { text, problem: 'Write something first.' };
  try {
    await send(text);
    return { text: '', problem: '' };
  } catch (error) {
    return { text, problem: error.message };
  }
}
