/** What is to be known before numbers of several runs are compared. */
import type { ComparedRun } from './runs.ts';

/** Sentences; the first says in which settings the runs differ. */
export function comparisonNotes(runs: readonly ComparedRun[]): string[] {
  return [differences(runs), ...differentImages(runs)];
}

function differences(runs: readonly ComparedRun[]): string {
  const names = [...new Set(runs.flatMap(({ manifest }) => Object.keys(manifest.settings)))];
  const told = names.flatMap((name) => {
    const values = runs.map(({ manifest }) => String(manifest.settings[name] ?? '–'));
    return new Set(values).size > 1 ? [`${name} ${values.join(' | ')}`] : [];
  });
  const order = runs.map(({ name }) => name).join(' | ');
  return told.length === 0
    ? `${order} have the same settings.`
    : `${order} differ in: ${told.join('; ')}.`;
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
