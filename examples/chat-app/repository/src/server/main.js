// Starts the app on PORT, with its records in DATA_FILE.
import { createApp } from './app.js';
import { openContext } from './context.js';

const { PORT = '3000', DATA_FILE = 'chat.local.json' } = process.env;
const app = createApp(await openContext({ file: DATA_FILE }));
app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://localhost:${app.address().port}`));
