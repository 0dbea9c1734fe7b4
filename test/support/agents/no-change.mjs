// Claims success and changes nothing.
console.log('All done!');
