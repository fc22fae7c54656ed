/** Where a key leads in a grid; null for other keys and over the edge. */
export function channelByKey(
  key: string,
  from: number,
  columns: number,
  count: number,
): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -from,
    End: count - 1 - from,
  };
  if (!(key in steps)) return null;
  const next = from + steps[key];
  return next >= 0 && next < count ? next : null;
}
