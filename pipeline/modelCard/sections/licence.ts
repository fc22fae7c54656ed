import { FILES } from '../../contract.ts';
import type { CardContent } from '../content.ts';
import { code, plain } from '../markdown.ts';

/** On what terms images and models may be used. */
export function licence({ manifest, trained }: CardContent): string {
  const { terms, title } = manifest.dataset;
  const images = terms
    ? `Images of ${plain(title)}: ${plain(terms.licence)}. To cite: ${plain(terms.citation)}.`
    : `Images of ${plain(title)}: those of whoever they belong to; Caelum has found them on this machine.`;
  const models = trained
    ? 'Models: Caelum (MIT) puts no terms of its own on what it makes. Whoever passes them on says on what terms, and minds those of the images.'
    : 'Models: those of whoever they come from.';
  return [
    '## Licence',
    images,
    models,
    `${code(FILES.viewer)} holds some of the images, and code of others, whose licences it shows.`,
  ].join('\n\n');
}
