/** What is to be known before numbers of several runs are compared. */
import type { Manifest } from '../files/manifest.ts';
import { flagOf } from '../settings/command.ts';
import type { ComparedRun } from './runs.ts';
import { imagesKey } from './sameImages.ts';

/** Sentences. */
export interface ComparisonNotes {
  /** In which settings the runs differ. */
  readonly differences: string;
  /** Why some numbers do not compare. */
  readonly warnings: readonly string[];
}

type Noted = Pick<ComparedRun, 'name' | 'manifest'>;

export function comparisonNotes(runs: readonly Noted[]): ComparisonNotes {
  return { differences: differences(runs), warnings: differentImages(runs) };
}

function differences(runs: readonly Noted[]): string {
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

function differentImages(runs: readonly Noted[]): string[] {
  const fingerprints = new Set(runs.map(({ manifest }) => manifest.dataset.fingerprint));
  if (fingerprints.size === 1) return [];
  const pictures = new Set(runs.map(({ manifest }) => imagesKey(manifest)));
  const what =
    pictures.size === 1 ? 'of the same images, but of other pixels' : 'not of the same images';
  const images = runs.map(
    ({ name, manifest }) => `${name}: ${manifest.dataset.title} (${manifest.dataset.source})`,
  );
  return [
    `These runs are ${what}, so that errors and likelihoods do not compare: ${images.join('; ')}.`,
  ];
}
