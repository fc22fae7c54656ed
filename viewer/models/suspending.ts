/**
 * The runtime's build is linked for JavaScript Promise Integration: the part of it that drives the
 * graphics card suspends WebAssembly while it waits. On the processor nothing ever waits, so where a
 * browser lacks the interface, stand-ins that let every call through make that part of it work.
 */

interface Suspension {
  Suspending?: unknown;
  promising?: unknown;
}

/** Whether this browser can suspend WebAssembly, which the graphics card needs. */
export function canSuspend(): boolean {
  return (WebAssembly as Suspension).Suspending !== undefined;
}

/** Makes the processor's part of the runtime work in a browser that cannot suspend. */
export function standInForSuspending(): void {
  if (canSuspend()) return;
  const suspension = WebAssembly as Suspension;
  // Called with `new`: a constructor that returns a function gives that function.
  suspension.Suspending = function (call: unknown) {
    return call;
  };
  suspension.promising =
    (call: (...values: unknown[]) => unknown) =>
    (...values: unknown[]) =>
      Promise.resolve(call(...values));
}
