/** One HTTP request for (the rest of) a file, with each way it can go wrong as one kind of error. */

/** A file could not be had from the network. */
export class DownloadError extends Error {
  override name = 'DownloadError';
  /** True where the same request may succeed a moment later. */
  readonly transient: boolean;

  constructor(message: string, transient = false) {
    super(message);
    this.transient = transient;
  }
}

/** The answer of a server, its body yet to come. */
export interface Answer {
  /** Position of the body's first byte in the file; where the server ignores `from`, that is 0. */
  readonly from: number;
  /** Length of the whole file in bytes; null where the server does not say. */
  readonly total: number | null;
  /** @throws DownloadError where the connection breaks; the signal's reason where it is aborted */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Asks for a file from byte `from` on.
 *
 * @returns null where the server has nothing from that byte on
 * @throws DownloadError where there is no such answer; the signal's reason where it is aborted
 */
export async function request(
  url: string,
  from: number,
  signal: AbortSignal,
): Promise<Answer | null> {
  // Packed on the way, bytes would not be those that Range and Content-Length count.
  const headers: Record<string, string> = { 'Accept-Encoding': 'identity' };
  if (from > 0) headers.Range = `bytes=${from}-`;
  const response = await fromNetwork(fetch(url, { headers, signal }), signal);
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 416 && from > 0) return null;
    throw new DownloadError(`HTTP status ${response.status}`, isTransient(response.status));
  }
  const start = response.status === 206 ? from : 0;
  const rest = bodyLength(response);
  return {
    from: start,
    total: rest === null ? null : start + rest,
    body: chunks(response, signal),
  };
}

async function* chunks(response: Response, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (;;) {
    const chunk = reader && (await fromNetwork(reader.read(), signal));
    if (!chunk || chunk.done) return;
    yield chunk.value;
  }
}

/** Turns a failure of the network into a DownloadError, and an abort into its reason. */
async function fromNetwork<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    signal.throwIfAborted();
    throw new DownloadError(networkReason(error), true);
  }
}

/** The failure of a request, as short as it can be said, such as `ENOTFOUND`. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause ? String(cause.code) : cause.message;
}

/** Statuses that pass by themselves: time-outs, too many requests, and servers in trouble. */
function isTransient(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Null where the length is not said, or is that of bytes packed on the way. */
function bodyLength({ headers }: Response): number | null {
  const length = headers.get('Content-Length');
  return length === null || headers.has('Content-Encoding') ? null : Number(length);
}
