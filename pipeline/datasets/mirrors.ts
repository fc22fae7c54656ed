/**
 * Finds out which mirrors are there before anything is asked of them, so that a machine without
 * network knows after seconds, not after every retry of every file has run its time.
 */
import { DownloadError, networkReason } from './http.ts';

/** Time for a mirror to answer at all, in milliseconds. */
const ANSWER_LIMIT = 4000;

/**
 * Those of `urls` whose server answers, with whatever status, in the given order. All are asked at
 * once, so the whole takes no longer than `limit`.
 *
 * @param limit milliseconds
 * @throws DownloadError where none answers; the signal's reason where it is aborted
 */
export async function answering(
  urls: readonly string[],
  signal: AbortSignal | undefined,
  limit = ANSWER_LIMIT,
): Promise<string[]> {
  const silences = await Promise.all(urls.map((url) => whySilent(url, signal, limit)));
  signal?.throwIfAborted();
  const there = urls.filter((_, k) => silences[k] === null);
  if (there.length === 0) {
    const reasons = urls.map((url, k) => `${new URL(url).host}: ${silences[k]}`);
    throw new DownloadError(`no mirror answers (${reasons.join('; ')})`);
  }
  return there;
}

/** Why a server does not answer, or null where it does. */
async function whySilent(
  url: string,
  signal: AbortSignal | undefined,
  limit: number,
): Promise<string | null> {
  const late = AbortSignal.timeout(limit);
  try {
    await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    return null;
  } catch (error) {
    return late.aborted ? `silent for ${limit / 1000} s` : networkReason(error);
  }
}
