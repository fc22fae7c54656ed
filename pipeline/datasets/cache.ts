import envPaths from 'env-paths';

/**
 * Folder for downloaded datasets: `CAELUM_CACHE`, else the operating system's place for caches,
 * such as `~/.cache/caelum`. What lies there may be deleted or replaced at any time.
 */
export function cacheFolder(): string {
  const named = process.env.CAELUM_CACHE ?? '';
  return named === '' ? envPaths('caelum', { suffix: '' }).cache : named;
}
