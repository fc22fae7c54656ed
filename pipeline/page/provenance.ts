/** Where a run comes from, for people: rows of label and value. */
import type { Manifest } from '../files/manifest.ts';
import { titledSettings } from '../settingTitles.ts';

export function provenance({
  dataset,
  settings,
  versions,
  device,
}: Pick<Manifest, 'dataset' | 'settings' | 'versions' | 'device'>): [string, string][] {
  return [
    ...termsOf(dataset),
    ['Training images', dataset.trainImages.toLocaleString('en')],
    ['Test images', dataset.testImages.toLocaleString('en')],
    ['SHA-256 of the images', dataset.fingerprint],
    ...titledSettings(settings),
    ['Computed on', device],
    ...Object.entries(versions),
  ];
}

/** Whoever passes the page on passes the images on. */
function termsOf({ terms }: Manifest['dataset']): [string, string][] {
  if (!terms) return [];
  return [
    ['Licence of the images', terms.licence],
    ['Citation', terms.citation],
  ];
}
