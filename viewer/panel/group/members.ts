/** Pictures of the group's images, some at first and more when asked for. */
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import { imageButton } from '../../parts/imageButton.ts';
import { whole } from '../../parts/numbers.ts';
import type { PageStore, State } from '../../state/state.ts';

const AT_FIRST = 18;
const MORE = 54;

/** The pictures, and the function that shows those of a group. */
export function createMembers(page: Page, store: PageStore) {
  const pictures = element('div', { class: 'image-row' });
  const more = element('button', { type: 'button' });
  const node = element('div', { class: 'members' }, pictures, more);
  let members: readonly number[] = [];
  const add = (count: number): void => {
    const from = pictures.childElementCount;
    const buttons = members
      .slice(from, from + count)
      .map((index) => imageButton(page, store, index));
    pictures.append(...buttons);
    const left = members.length - pictures.childElementCount;
    more.hidden = left === 0;
    more.textContent = `Show ${whole(Math.min(MORE, left))} more of ${whole(left)}`;
    if (from > 0) buttons[0]?.focus();
  };
  more.addEventListener('click', () => {
    add(MORE);
  });
  const show = ({ group }: Pick<State, 'group'>): void => {
    members = [...group];
    pictures.replaceChildren();
    add(AT_FIRST);
  };
  return { node, show };
}
