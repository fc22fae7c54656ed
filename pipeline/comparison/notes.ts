/** What is to be known before numbers of several runs are compared. */
import type { Manifest } from '../files/manifest.ts';
import { flagOf } from '../settings.ts';
import type { ComparedRun } from './runs.ts';

/** Sentences. */
export interface ComparisonNotes {
  /** In which settings the runs differ. */
  readonly differences: string;
  /** Why some numbers do not compare. */
  readonly warnings: readonly string[];
}

export function comparisonNotes(runs: readonly ComparedRun[]): ComparisonNotes {
  return { differences: differences(runs), warnings: differentImages(runs) };
}

function differences(runs: readonly ComparedRun[]): string {
  const names = [...new Set(runs.flatMap(({ manifest }) => Object.keys(manifest.settings)))];
  const told = names.flatMap((name) => {
    const values = runs.map(({ manifest }) => settingText(manifest.settings[name]));
    return new Set(values).size > 1 ? [`${flagOf(name)} ${values.join(' | ')}`] : [];
  });
  const order = runs.map(({ name }) => name).join(' | ');
  return told.length === 0
    ? `${order} have the same settings.`
    : `${order} differ in: ${told.join('; ')}.`;
}

/** Null is no limit; what a network has no use for is not there. */
function settingText(value: Manifest['settings'][string] | undefined): string {
  if (value === undefined) return 'not set';
  return value === null ? 'all' : String(value);
}

function differentImages(runs: readonly ComparedRun[]): string[] {
  const [{ manifest: first }] = runs;
  const same = runs.every(
    ({ manifest }) => manifest.dataset.fingerprint === first.dataset.fingerprint,
  );
  if (same) return [];
  const images = runs.map(
    ({ name, manifest }) => `${name}: ${manifest.dataset.title} (${manifest.dataset.source})`,
  );
  return [
    `These runs are not of the same images, so that errors and likelihoods do not compare: ${images.join('; ')}.`,
  ];
}
