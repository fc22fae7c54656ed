/** Long enough for the first answer to be drawn. */
const REST_MILLISECONDS = 1000;

/** Calls back once the page has come to rest, or soon after where the browser cannot tell. */
export function whenIdle(callback: () => void): void {
  setTimeout(() => {
    // Safari does not have it.
    if ('requestIdleCallback' in window) requestIdleCallback(callback, { timeout: 5000 });
    else callback();
  }, REST_MILLISECONDS);
}
