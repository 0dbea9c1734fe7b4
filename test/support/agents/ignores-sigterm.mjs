// Cannot be asked to stop.
process.on('SIGTERM', () => console.log('no'));
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
console.log('ready');
setInterval(() => {}, 1_000_000);
