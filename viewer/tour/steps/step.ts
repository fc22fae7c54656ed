/** What a step of the tour is. */
import type { PadStore } from '../../panel/draw/padState.ts';
import { element } from '../../parts/elements.ts';
import type { PageStore } from '../../state/state.ts';
import type { Acting } from '../acting.ts';

export interface Step {
  readonly title: string;
  readonly text: readonly (Node | string)[];
  /** Selectors of what it is about, the most important first. */
  readonly targets: readonly string[];
  /** Does what the text speaks of, on the page as it opens. */
  act?(stage: Stage): Promise<void>;
}

export interface Stage extends Acting {
  readonly store: PageStore;
  readonly pad: PadStore;
}

/** A word where it is explained. */
export function term(word: string): HTMLElement {
  return element('dfn', {}, word);
}
