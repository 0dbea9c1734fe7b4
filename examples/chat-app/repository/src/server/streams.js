// The parts whose answers stay open. Their routes have `open(request, response)` in place of `handle`.
export const streams = [];
