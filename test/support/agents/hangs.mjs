// Says one thing and then nothing, for ever, without using the processor.
console.log('thinking');
setInterval(() => {}, 1_000_000);
