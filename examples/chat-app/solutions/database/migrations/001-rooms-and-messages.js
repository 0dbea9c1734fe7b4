export function up({ createTable }) {
  createTable('rooms', { required: ['name'], unique: ['name'] });
  createTable('messages', { required: ['roomId', 'author', 'text'], references: { roomId: 'rooms' } });
}
