/** The tools of the map, over its corner: moving it, or drawing a loop around points. */
import { byId, element } from '../parts/elements.ts';
import { whole } from '../parts/numbers.ts';
import { listenToShortcut } from '../parts/shortcuts.ts';
import { openPanel } from '../state/actions.ts';
import type { GroupChange } from '../state/group.ts';
import type { PageStore, State } from '../state/state.ts';

type Tool = State['tool'];

/** Outlines of the buttons' pictures, in a square of 20. */
const TOOLS: readonly (readonly [Tool, name: string, title: string, outline: string])[] = [
  [
    'move',
    'Move',
    'A drag moves the map (Escape)',
    'M10 2v16M2 10h16M7.5 4.5 10 2l2.5 2.5M7.5 15.5 10 18l2.5-2.5M4.5 7.5 2 10l2.5 2.5M15.5 7.5 18 10l-2.5 2.5',
  ],
  [
    'lasso',
    'Lasso',
    'A drag draws a loop around points (key L)',
    'M4.2 12C2.8 11 2 9.7 2 8.2 2 5.3 5.6 3 10 3s8 2.3 8 5.2-3.6 5.3-8 5.3c-.8 0-1.5 0-2.2-.2M6 15.3a2 2 0 1 0 0-4 2 2 0 0 0 0 4c1 1 .6 2.3-1 2.7',
  ],
];

const CHANGES: readonly (readonly [GroupChange, name: string])[] = [
  ['replace', 'New'],
  ['add', 'Add'],
  ['remove', 'Remove'],
];

export function createTools(store: PageStore): void {
  byId('tools', HTMLElement).append(toolSwitch(store), lassoBar(store), groupCount(store));
  listenToShortcut('l', () => {
    store.update({ tool: store.state.tool === 'lasso' ? 'move' : 'lasso' });
  });
}

function toolSwitch(store: PageStore): HTMLElement {
  const buttons = TOOLS.map(([tool, name, title, outline]) => {
    const button = element(
      'button',
      { type: 'button', title },
      icon(outline),
      element('span', {}, name),
    );
    button.addEventListener('click', () => {
      store.update({ tool });
    });
    return button;
  });
  store.watch(['tool'], (state) => {
    buttons.forEach((button, b) => {
      button.setAttribute('aria-pressed', String(TOOLS[b][0] === state.tool));
    });
  });
  const group = {
    class: 'switch tool-switch',
    role: 'group',
    'aria-label': 'What a drag on the map does',
  };
  return element('div', group, ...buttons);
}

/** Says how the lasso works, and what a loop does with the group: keys can tell it, but a finger has none. */
function lassoBar(store: PageStore): HTMLElement {
  const buttons = CHANGES.map(([change, name]) => {
    const button = element('button', { type: 'button' }, name);
    button.addEventListener('click', () => {
      store.update({ lasso: change });
    });
    return button;
  });
  const choice = element(
    'div',
    { class: 'switch', role: 'group', 'aria-label': 'What a loop does with the group' },
    ...buttons,
  );
  const hint = element('p', {}, 'Draw a loop around points.');
  const bar = element('div', { class: 'lasso-bar' }, hint, choice);
  store.watch(['tool', 'group', 'lasso'], ({ tool, group, lasso }) => {
    bar.hidden = tool !== 'lasso';
    hint.hidden = group.size > 0;
    choice.hidden = group.size === 0;
    buttons.forEach((button, b) => {
      button.setAttribute('aria-pressed', String(CHANGES[b][0] === lasso));
    });
  });
  return bar;
}

/** How many images are in the group; leads to its tab. */
function groupCount(store: PageStore): HTMLElement {
  const button = element('button', { type: 'button', class: 'chip' });
  button.title = 'Shows the group';
  button.addEventListener('click', () => {
    openPanel(store, 'group');
  });
  store.watch(['group'], ({ group }) => {
    button.hidden = group.size === 0;
    button.textContent = `${whole(group.size)} in the group`;
  });
  return element('div', { class: 'group-count', role: 'status' }, button);
}

function icon(outline: string): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(namespace, 'svg');
  picture.setAttribute('viewBox', '0 0 20 20');
  picture.setAttribute('class', 'tool-icon');
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', outline);
  picture.append(path);
  return picture;
}
