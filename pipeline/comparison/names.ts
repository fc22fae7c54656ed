/** What runs are called that stand beside each other. */
import { sep } from 'node:path';

/**
 * A name for each run that no other has: the end of its folder's path, as short as can be.
 *
 * @param folders absolute paths, each once
 * @returns such as `run`, or `a/run` and `b/run` where both folders are called so
 */
export function runNames(folders: readonly string[]): string[] {
  const paths = folders.map((folder) => folder.split(sep));
  return paths.map((path) => {
    for (let parts = 1; parts < path.length; parts++) {
      const name = ending(path, parts);
      if (paths.filter((other) => ending(other, parts) === name).length === 1) return name;
    }
    return path.join('/');
  });
}

function ending(path: readonly string[], parts: number): string {
  return path.slice(-parts).join('/');
}
