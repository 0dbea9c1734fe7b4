// A refusal that the sender may read. Every other error is ours and is answered without details.
export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
