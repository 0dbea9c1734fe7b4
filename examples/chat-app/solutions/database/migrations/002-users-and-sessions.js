export function up({ createTable }) {
  createTable('users', { required: ['name', 'passwordHash'], unique: ['name'] });
  createTable('sessions', {
    required: ['userId', 'tokenHash'],
    unique: ['tokenHash'],
    references: { userId: 'users' },
  });
}
