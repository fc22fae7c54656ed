/** Runtimes that are not here, and how to get them. */
import type { Lack } from './job.ts';
import { NAMED_PYTHON, type Runtime } from './runtimes.ts';

export interface Absent {
  readonly runtime: Runtime;
  readonly lack: Lack;
}

/** Lines that tell what is left out and why, and one of all that packages would bring. */
export function absentLines(absent: readonly Absent[]): string[] {
  const unstarted = absent.filter(({ lack }) => lack.kind === 'program');
  const others = absent.filter(({ lack }) => lack.kind !== 'program');
  const titles = unstarted.map(({ runtime }) => runtime.title).join(', ');
  const lacking = others.map(({ runtime, lack }) => `${runtime.title} (${lack.missing})`);
  const install = installOf(absent);
  return [
    ...(unstarted.length === 0 ? [] : [`${NO_PYTHON}: ${titles} left out.`]),
    ...(others.length === 0 ? [] : [`Not here: ${lacking.join(', ')}.`]),
    ...(install === null ? [] : [`To get what is missing: ${install}`]),
  ];
}

const NO_PYTHON =
  NAMED_PYTHON === ''
    ? 'No Python here (looked for python3; name another with CAELUM_PYTHON)'
    : `CAELUM_PYTHON names ${NAMED_PYTHON}, which cannot be started (mend the path)`;

/** A command that brings what these lack; null where no package does. */
export function installOf(absent: readonly Absent[]): string | null {
  const lacking = absent.filter(({ lack }) => isInstalled(lack));
  const packages = new Set(lacking.flatMap(({ runtime }) => runtime.packages));
  return packages.size === 0 ? null : `pip install ${[...packages].join(' ')}`;
}

/** A Python that is named wrongly may have all that is needed, at its right name. */
function isInstalled({ kind }: Lack): boolean {
  return kind === 'package' || (kind === 'program' && NAMED_PYTHON === '');
}

/** In words. */
export function reasonOf({ kind, missing }: Lack): string {
  return kind === 'program' ? NO_PYTHON : missing;
}
