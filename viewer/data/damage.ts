/** Says what the page goes without, where a part of the file is damaged that can be spared. */
import { byId, element } from '../parts/elements.ts';
import type { Trouble } from './load.ts';

const LIST = new Intl.ListFormat('en');

/** In place of what was said before. */
export function showDamage(troubles: readonly Trouble[]): void {
  document.getElementById('damage')?.remove();
  if (troubles.length === 0) return;
  const missing = LIST.format(troubles.map((trouble) => trouble.missing));
  byId('stage', HTMLElement).before(
    element(
      'section',
      { class: 'card damage', id: 'damage', 'aria-label': 'Damage to this file' },
      element(
        'p',
        {},
        element('strong', {}, 'This file is damaged in part. '),
        `The page goes without ${missing}; all else works. `,
        'Copy or download the file again, or build the page again.',
      ),
      element(
        'details',
        {},
        element('summary', {}, 'What was found'),
        element('ul', {}, ...troubles.map(({ reason }) => element('li', {}, reason))),
      ),
    ),
  );
}
